"use strict";

// Choosing from a list of moments by sliding. Without this file the list itself stays, and says the same.
for (const list of document.querySelectorAll("select[data-slide]")) {
  const label = document.querySelector(`label[for="${list.id}"]`);
  // The list begins with the newest; time goes from left to right.
  const moments = [...list.options].reverse();
  const slide = document.createElement("input");
  slide.type = "range";
  slide.id = `${list.id}-slide`;
  slide.min = "0";
  slide.max = String(moments.length - 1);
  slide.step = "1";
  slide.value = String(moments.findIndex((moment) => moment.selected));
  slide.setAttribute("aria-describedby", list.getAttribute("aria-describedby"));
  // Whoever hears the page is told by aria-valuetext.
  const said = document.createElement("span");
  said.className = "slide-said";
  said.setAttribute("aria-hidden", "true");
  const tell = () => {
    const moment = moments[slide.valueAsNumber];
    moment.selected = true;
    said.textContent = moment.text;
    slide.setAttribute("aria-valuetext", moment.text);
  };
  slide.addEventListener("input", tell);
  label.htmlFor = slide.id;
  list.hidden = true;
  list.before(slide, said);
  tell();
}

// From change to change with the arrows, while the links between them have the focus.
const recorder = document.querySelector(".recorder");
if (recorder !== null) {
  const steps = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };
  recorder.addEventListener("keydown", (event) => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = isPlain && event.key in steps ? recorder.querySelector(`[data-step=${steps[event.key]}]`) : null;
    if (link !== null) {
      event.preventDefault();
      link.click();
    }
  });
  document.querySelector(".recorder-keys").hidden = false;
}
