"""Gradients of the network, for the lessons that train one."""

from collections.abc import Mapping

from helpers.network import Array, Parameters, output


def backward(
    Z: Array, activations: list[Array], Y: Array, parameters: Mapping[str, Array]
) -> Parameters:
    """Gradients of the mean cross-entropy with respect to every weight and bias.

    Parameters
    ----------
    Z, activations
        What :func:`helpers.network.forward` returned.
    Y
        Labels, of the shape of ``Z``.
    parameters
        Weights and biases.
    """
    grads: Parameters = {}
    dZ = (output(Z) - Y) / Y.shape[1]
    for l in range(len(activations), 0, -1):
        A_before = activations[l - 1]
        grads[f"dW{l}"] = dZ @ A_before.T
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dZ = parameters[f"W{l}"].T @ dZ
            dZ *= A_before > 0
    return grads
