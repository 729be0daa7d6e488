// The host's accent, moved towards the ink until text in it can be read on our ground.

export function tint(accent) {
  if (!/^[0-9a-f]{6}$/i.test(accent)) return;
  const apply = () => {
    const style = getComputedStyle(document.body);
    const [ink, ground] = [style.getPropertyValue("--ink"), style.getPropertyValue("--paper")].map(channels);
    const own = channels(`#${accent}`);
    let part = 1;
    let mixed = own;
    while (part > 0 && contrast(mixed, blend(mixed, ground, 0.12)) < 4.6) {
      part -= 0.05;
      mixed = blend(own, ink, Math.max(part, 0));
    }
    const white = [255, 255, 255];
    const on = contrast(mixed, white) > contrast(mixed, [0, 0, 0]) ? white : [0, 0, 0];
    const values = { "--accent": mixed, "--bar": mixed, "--accent-ink": on, "--tint": blend(mixed, ground, 0.12) };
    for (const [name, value] of Object.entries(values)) document.body.style.setProperty(name, `rgb(${value.join(" ")})`);
  };
  new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  apply();
}

export function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.trim().slice(at, at + 2), 16));
}

function blend(one, other, part) {
  return one.map((value, at) => Math.round(value * part + other[at] * (1 - part)));
}

export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color) {
  const [red, green, blue] = color.map((value) => (value / 255 <= 0.04045 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
