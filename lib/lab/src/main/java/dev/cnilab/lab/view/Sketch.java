package dev.cnilab.lab.view;

import java.util.Locale;

/**
 * A line drawing in the lab's style: boxes, lines and words in the color of the surrounding text. A
 * cut line is dashed and marked with a cross, so that nothing depends on color. All measures are in
 * pixels.
 */
public final class Sketch {

  private static final int LINE = 16;
  private static final int CROSS = 5;

  private final int width;
  private final int height;
  private final StringBuilder parts = new StringBuilder();

  public Sketch(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Draws a box with centered lines of text. */
  public Sketch box(int x, int y, int wide, int high, String... lines) {
    parts.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>"
            .formatted(x, y, wide, high));
    int first = y + high / 2 - (lines.length - 1) * LINE / 2;
    for (int line = 0; line < lines.length; line++) {
      text(x + wide / 2, first + line * LINE, lines[line]);
    }
    return this;
  }

  /** Draws a frame around other things, with its name in the upper left corner. */
  public Sketch frame(int x, int y, int wide, int high, String name) {
    parts.append(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>"
            .formatted(x, y, wide, high));
    parts.append(
        "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>"
            .formatted(x + 10, y + 18, escaped(name)));
    return this;
  }

  public Sketch line(int x1, int y1, int x2, int y2) {
    return line("", x1, y1, x2, y2);
  }

  /** Draws a line that carries nothing. */
  public Sketch cut(int x1, int y1, int x2, int y2) {
    line(" class=\"cut\"", x1, y1, x2, y2);
    return cross((x1 + x2) / 2, (y1 + y2) / 2);
  }

  /** Draws a line that only guides the eye. */
  public Sketch faint(int x1, int y1, int x2, int y2) {
    return line(" class=\"faint\"", x1, y1, x2, y2);
  }

  /** Marks where something ends that should continue. */
  public Sketch cross(int x, int y) {
    line(" class=\"cross\"", x - CROSS, y - CROSS, x + CROSS, y + CROSS);
    return line(" class=\"cross\"", x - CROSS, y + CROSS, x + CROSS, y - CROSS);
  }

  /** Draws a virtual line: a tunnel. */
  public Sketch tunnel(int x1, int y1, int x2, int y2) {
    return line(" class=\"tunnel\"", x1, y1, x2, y2);
  }

  private Sketch line(String style, int x1, int y1, int x2, int y2) {
    parts.append(
        "<line%s x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>".formatted(style, x1, y1, x2, y2));
    return this;
  }

  /** Draws text centered at a point. */
  public Sketch text(int x, int y, String text) {
    parts.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" dominant-baseline=\"middle\">%s</text>"
            .formatted(x, y, escaped(text)));
    return this;
  }

  /** Draws text that begins at a point. */
  public Sketch label(int x, int y, String text) {
    parts.append(
        "<text x=\"%d\" y=\"%d\" dominant-baseline=\"middle\">%s</text>"
            .formatted(x, y, escaped(text)));
    return this;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  public String svg() {
    return String.format(
        Locale.ROOT,
        "<svg class=\"sketch\" xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\">%s</svg>",
        width,
        height,
        width,
        height,
        parts);
  }
}
