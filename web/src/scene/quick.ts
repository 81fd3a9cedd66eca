// quick.ts - when a picture is drawn quickly: with few triangles, lit at the vertices.

/// ms of a whole picture from which motion is drawn quickly
export const SLOW = 28;

/// @param moving  something moves; @param whole  ms that a whole picture is known to take; Infinity: none was measured where the processor draws
export const quickFor = (moving: boolean, whole: number): boolean => moving && whole > SLOW;
