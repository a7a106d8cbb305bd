/** Tells the page around a widget how tall the widget is; the page's own script sets the frame to it. */
const tell = () => parent.postMessage({ karavan: document.body.offsetHeight }, "*");

if (parent !== window) {
  // At once, as browsers do not draw a frame, nor observe in it, before it is scrolled to.
  tell();
  addEventListener("load", tell);
  new ResizeObserver(tell).observe(document.body);
}
