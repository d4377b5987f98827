"""What goes wrong in the backward pass of a network."""

from autograder.exercises.gradient_checking.network import backward_propagation_n

backward_propagation_n.slip(
    "only db1 fixed",
    "Which two gradients stood out in the picture? Are both right now?",
    "db1 is right now, but dW2 is still twice as large as it should be.",
    {
        "dW2 = 1.0 / m": "dW2 = 2.0 / m",
    },
)

backward_propagation_n.slip(
    "only dW2 fixed",
    "Which two gradients stood out in the picture? Are both right now?",
    "dW2 is right now, but db1 is still four times as large as it should be.",
    {
        "db1 = 1.0 / m": "db1 = 4.0 / m",
    },
)

backward_propagation_n.slip(
    "nothing fixed",
    "Which two gradients stood out in the picture?",
    "This is the given backward pass: dW2 is twice and db1 four times as large as it should be.",
    {
        "dW2 = 1.0 / m": "dW2 = 2.0 / m",
        "db1 = 1.0 / m": "db1 = 4.0 / m",
    },
)

backward_propagation_n.slip(
    "db1 without keepdims",
    "What shape does db1 have, and what shape does b1 have?",
    "db1 has the shape (5,). A sum over an axis drops that axis unless `keepdims` is given.",
    {
        "db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)": "db1 = 1.0 / m * np.sum(dZ1, axis=1)",
    },
)

backward_propagation_n.slip(
    "1/m lost",
    "The cost is a mean over the examples. Where is the mean in your gradients of layers 1 and 2?",
    "Your gradients of layers 1 and 2 are m times as large as they should be: the "
    "factor 1/m is missing.",
    {
        "dW2 = 1.0 / m * ": "dW2 = ",
        "db2 = 1.0 / m * ": "db2 = ",
        "dW1 = 1.0 / m * ": "dW1 = ",
        "db1 = 1.0 / m * ": "db1 = ",
    },
)

backward_propagation_n.slip(
    "the ReLU of layer 2 lets everything through",
    "What does a ReLU that gives 0 let through on the way back?",
    "Everything comes through to dZ2. Where Z2 is not positive, nothing should: the mask is "
    "missing, or it is true everywhere, as A2 ≥ 0 is.",
    {
        "dZ2 = dA2 * (Z2 > 0)": "dZ2 = dA2",
    },
)

backward_propagation_n.slip(
    "the ReLU of layer 1 lets everything through",
    "What does a ReLU that gives 0 let through on the way back?",
    "Everything comes through to dZ1. Where Z1 is not positive, nothing should: the mask is "
    "missing, or it is true everywhere, as A1 ≥ 0 is.",
    {
        "dZ1 = dA1 * (Z1 > 0)": "dZ1 = dA1",
    },
)

backward_propagation_n.slip(
    "db1 and db2 without keepdims",
    "What shape does db1 have, and what shape does b1 have?",
    "db1 has the shape (5,) and db2 the shape (3,). A sum over an axis drops that axis unless "
    "`keepdims` is given.",
    {
        "np.sum(dZ2, axis=1, keepdims=True)": "np.sum(dZ2, axis=1)",
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1, axis=1)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "all biases without keepdims",
    "What shape does db1 have, and what shape does b1 have?",
    "Your gradients of the biases have only one axis. A sum over an axis drops that axis unless "
    "`keepdims` is given.",
    {
        ", axis=1, keepdims=True": ", axis=1",
    },
    alone=True,
)

backward_propagation_n.slip(
    "db1 summed over everything",
    "How many numbers does db1 hold, and how many units has layer 1?",
    "db1 is a single number: without an axis, `np.sum` adds up units and examples. Each unit has a "
    "gradient of its own, so only the examples are added up.",
    {
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "db1 summed over the units",
    "Which axis of dZ1 counts the examples?",
    "db1 has a number for each example. Sum over the second axis, axis 1: each unit has a gradient "
    "of its own.",
    {
        "np.sum(dZ1, axis=1, keepdims=True)": "np.sum(dZ1, axis=0, keepdims=True)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "biases divided by m twice",
    "Which factor is inside a mean already?",
    "Your gradients of the biases are m times too small: a mean divides by m, and 1/m does so "
    "again.",
    {
        "np.sum(": "np.mean(",
    },
    alone=True,
)

backward_propagation_n.slip(
    "db1 and db2 divided by m twice",
    "Which factor is inside a mean already?",
    "db1 and db2 are m times too small: a mean divides by m, and 1/m does so again.",
    {
        "np.sum(dZ2": "np.mean(dZ2",
        "np.sum(dZ1": "np.mean(dZ1",
    },
    alone=True,
)

backward_propagation_n.slip(
    "m taken from the rows of X",
    "Which axis of X counts the examples?",
    "You divide by the number of rows of X. Examples are columns: m is the second number of the "
    "shape.",
    {
        "X.shape[1]": "X.shape[0]",
    },
    alone=True,
)

backward_propagation_n.slip(
    "the slope of the sigmoid in place of that of ReLU",
    "Which function do layers 1 and 2 apply, and which does layer 3?",
    "You multiply by A · (1 − A), which is the slope of the sigmoid. Layers 1 and 2 apply ReLU: "
    "its slope is 1 where Z is positive, and 0 elsewhere.",
    {
        "(Z2 > 0)": "A2 * (1 - A2)",
        "(Z1 > 0)": "A1 * (1 - A1)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "the slope of tanh in place of that of ReLU",
    "Which function do layers 1 and 2 apply?",
    "You multiply by 1 − A², which is the slope of tanh. Layers 1 and 2 apply ReLU: its slope is 1 "
    "where Z is positive, and 0 elsewhere.",
    {
        "(Z2 > 0)": "(1 - A2**2)",
        "(Z1 > 0)": "(1 - A1**2)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "the activation in place of its mask",
    "What is the slope of ReLU where its input is 3?",
    "You multiply by A itself. The slope of ReLU is 1 where Z is positive, however large it is, "
    "and 0 elsewhere.",
    {
        "(Z2 > 0)": "A2",
        "(Z1 > 0)": "A1",
    },
    alone=True,
)

backward_propagation_n.slip(
    "dW2 in place of W2",
    "Through which matrix did A1 go on its way to Z2?",
    "You send dZ2 back through dW2, the gradient of the weights. It should go back through the "
    "weights themselves.",
    {
        "np.dot(W2.T, dZ2)": "np.dot(dW2.T, dZ2)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "dW3 in place of W3",
    "Through which matrix did A2 go on its way to Z3?",
    "You send dZ3 back through dW3, the gradient of the weights. It should go back through the "
    "weights themselves.",
    {
        "np.dot(W3.T, dZ3)": "np.dot(dW3.T, dZ3)",
    },
    alone=True,
)

backward_propagation_n.slip(
    "A3 in place of dZ3",
    "What does layer 3 send back to layer 2?",
    "You send A3 back through W3, the prediction. What goes back is dZ3, its error.",
    {
        "np.dot(W3.T, dZ3)": "np.dot(W3.T, A3)",
    },
    alone=True,
)
