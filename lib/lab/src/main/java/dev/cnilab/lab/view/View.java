package dev.cnilab.lab.view;

import dev.cnilab.lab.view.Part.Drawing;
import dev.cnilab.lab.view.Part.Folded;
import dev.cnilab.lab.view.Part.Grid;
import dev.cnilab.lab.view.Part.Note;
import dev.cnilab.lab.view.Part.Printed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The parts of what is displayed, in reading order. */
public record View(List<Part> parts) {

  public View {
    parts = List.copyOf(parts);
  }

  public static View empty() {
    return new View(List.of());
  }

  public View note(String text) {
    return with(new Note(Tone.PLAIN, text));
  }

  public View note(Tone tone, String text) {
    return with(new Note(tone, text));
  }

  /** A table with one row per item. */
  public <T> View grid(
      String caption, List<String> columns, List<T> items, Function<T, List<Cell>> row) {
    return with(new Grid(caption, columns, items.stream().map(row).toList()));
  }

  public View folded(String command, String output) {
    return with(new Folded(command, output));
  }

  public View printed(String command, String output) {
    return with(new Printed(command, output));
  }

  public View drawing(String caption, String svg, String inWords) {
    return with(new Drawing(caption, svg, inWords));
  }

  /** This view followed by another. */
  public View then(View other) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new View(all);
  }

  public String html() {
    return HtmlWriter.write(this);
  }

  public String text() {
    return TextWriter.write(this);
  }

  private View with(Part part) {
    return then(new View(List.of(part)));
  }
}
