package dev.cnilab.lab.view;

/** A cell of a table. */
public record Cell(Tone tone, String text) {

  public static Cell of(Object value) {
    return new Cell(Tone.PLAIN, String.valueOf(value));
  }

  public static Cell good(String text) {
    return new Cell(Tone.GOOD, text);
  }

  public static Cell bad(String text) {
    return new Cell(Tone.BAD, text);
  }

  public static Cell warning(String text) {
    return new Cell(Tone.WARNING, text);
  }

  /** The text with links reduced to their titles. */
  String plain() {
    return text.replaceAll(Part.LINK, "$1");
  }

  String signed() {
    return tone.sign() + plain();
  }
}
