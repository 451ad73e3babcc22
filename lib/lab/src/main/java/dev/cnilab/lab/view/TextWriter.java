package dev.cnilab.lab.view;

import dev.cnilab.lab.view.Part.Drawing;
import dev.cnilab.lab.view.Part.Folded;
import dev.cnilab.lab.view.Part.Grid;
import dev.cnilab.lab.view.Part.Note;
import dev.cnilab.lab.view.Part.Printed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a view as plain text, for a terminal and for text-only exports. */
final class TextWriter {

  private TextWriter() {}

  static String write(View view) {
    return view.parts().stream().map(TextWriter::part).collect(Collectors.joining("\n"));
  }

  private static String part(Part part) {
    return switch (part) {
      case Grid grid -> grid.caption() + "\n" + grid(grid);
      case Note note -> new Cell(note.tone(), note.text()).signed();
      case Folded folded -> "$ " + folded.command();
      case Printed printed -> printed.command() + "\n" + printed.output().stripTrailing();
      case Drawing drawing -> drawing.caption() + ": " + drawing.inWords();
    };
  }

  private static String grid(Grid grid) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(grid.columns());
    // A cell of several lines would break the columns.
    grid.rows()
        .forEach(row -> lines.add(row.stream().map(c -> c.signed().replace("\n", ", ")).toList()));
    int[] widths =
        IntStream.range(0, grid.columns().size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String text = cells.get(column);
      line.append(text).repeat(' ', widths[column] - text.length() + 3);
    }
    return line.toString().stripTrailing();
  }
}
