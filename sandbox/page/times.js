// Times as the page shows them: always in WIB, where the news day begins.

import { locale, word } from "./words.js";

const ZONE = "Asia/Jakarta";
const WIB_OFFSET = "+07:00";
const DAY = 86_400_000;

const formats = new Map();

// Making a format takes far longer than using it, and a long chat asks for thousands.
function formatIn(language, options = {}) {
  const key = JSON.stringify([language, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: ZONE, ...options }));
  return formats.get(key);
}

const format = (moment, options) => formatIn(locale(), options).format(moment);

// Indonesian writes 07.00 with a point, and the product does so in both languages.
export const hourAndMinute = (moment) =>
  format(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).replace(":", ".");

export function dateAndTime(moment) {
  const day = format(moment, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${day} ${hourAndMinute(moment)}`;
}

// As a datetime-local field wants it.
export const isoDay = (moment) => formatIn("sv-SE").format(moment);

export const fieldValue = (moment) => `${isoDay(moment)}T${hourAndMinute(moment).replace(".", ":")}`;

export const fromField = (value) => `${value}:00${WIB_OFFSET}`;

export const tomorrowAtSeven = (now) => `${isoDay(new Date(now.getTime() + DAY))}T07:00:00${WIB_OFFSET}`;

export function dayName(moment, now) {
  const day = isoDay(moment);
  if (day === isoDay(now)) return word("today");
  if (day === isoDay(new Date(now.getTime() - DAY))) return word("yesterday");
  return format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

// The hour for today's messages, the date for older ones.
export function briefly(moment, now) {
  return isoDay(moment) === isoDay(now)
    ? hourAndMinute(moment)
    : format(moment, { day: "numeric", month: "short" });
}
