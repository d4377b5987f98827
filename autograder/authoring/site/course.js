// What a page of the site says when it cannot work here, and when a lesson was changed meanwhile.
// Written so that an old browser can read it.
(function () {
  "use strict";
  var root = new URL(".", document.currentScript.src);
  var lesson = (/[?&]path=([\w-]+)\.ipynb/.exec(location.search) || [])[1];

  function say(sentence, onSeen) {
    var box = document.createElement("p");
    box.setAttribute("role", "alert");
    box.style.cssText =
      "margin:0;padding:.6rem 1rem;background:#fff3cd;color:#333;border-bottom:1px solid #997404;" +
      "font:1rem/1.4 system-ui,sans-serif;position:relative;z-index:10000";
    box.textContent = sentence + " ";
    if (onSeen) {
      var button = document.createElement("button");
      button.textContent = "Understood";
      button.onclick = function () {
        onSeen();
        box.remove();
      };
      box.appendChild(button);
    }
    document.body.insertBefore(box, document.body.firstChild);
  }

  function ask(request, then) {
    request.onsuccess = function () {
      then(request.result);
    };
    request.onerror = refused;
  }

  function refused() {
    say(
      "This browser refuses to keep your work, as in a private window: open the course in an " +
        "ordinary window, or press Download before you close this one."
    );
  }

  function tryStorage() {
    try {
      localStorage.setItem("course-probe", "1");
      localStorage.removeItem("course-probe");
      ask(indexedDB.open("course-probe"), function (opened) {
        opened.close();
        indexedDB.deleteDatabase("course-probe");
      });
    } catch (error) {
      refused();
      return;
    }
    if (navigator.storage && navigator.storage.estimate) {
      navigator.storage.estimate().then(function (space) {
        if (space.quota - space.usage < 10e6) {
          say(
            "There is hardly any room left in this browser to keep your work: press Download " +
              "after each exercise, and make room on the disk."
          );
        }
      });
    }
  }

  // of which form the lesson was when this student began it
  function compare(forms) {
    if (!lesson || !forms[lesson]) return;
    var key = "course:" + root.pathname + lesson;
    var begun = localStorage.getItem(key);
    function remember() {
      localStorage.setItem(key, forms[lesson]);
    }
    if (!begun || begun === forms[lesson]) {
      remember();
      return;
    }
    whenKept(
      function () {
        say(
          "This lesson was changed since you began it. Your work is kept, in the lesson as it " +
            "was; the checks are the new ones. The new text lies at " +
            new URL("files/" + lesson + ".ipynb", root) + ".",
          remember
        );
      },
      remember
    );
  }

  function whenKept(kept, notKept) {
    var name = "JupyterLite Storage - " + root.pathname;
    indexedDB.databases().then(function (all) {
      var known = all.some(function (one) {
        return one.name === name;
      });
      if (!known) return notKept();
      ask(indexedDB.open(name), function (opened) {
        if (!opened.objectStoreNames.contains("files")) return notKept();
        var store = opened.transaction("files").objectStore("files");
        ask(store.get(lesson + ".ipynb"), function (found) {
          opened.close();
          (found ? kept : notKept)();
        });
      });
    });
  }

  function begin() {
    if (location.protocol === "file:") {
      say(
        "This page was opened from a file, and so Python cannot start: it needs a web server. " +
          "On your own machine: python -m http.server in this folder, then http://localhost:8000."
      );
    } else if (!window.WebAssembly || !window.DecompressionStream || !navigator.locks) {
      say(
        window.isSecureContext
          ? "This browser is too old to run Python: Chrome or Edge 103, Firefox 113, Safari 16.4 " +
              "or a later one will do."
          : "This site is not served by https, and so this browser keeps back what Python needs: " +
              "tell your instructor."
      );
    } else {
      tryStorage();
      fetch(new URL("course.json", root), { cache: "no-cache" })
        .then(function (answer) {
          return answer.json();
        })
        .then(compare);
    }
  }

  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
