package dev.cnilab.lab.view;

import java.util.List;

/**
 * A part of a view. Text between backticks is shown as code, {@code [title](03-file.ipynb)} as a
 * link to a notebook.
 */
public sealed interface Part {

  /** A link: its text and its target. */
  String LINK = "\\[([^\\]]+)\\]\\(([\\w-]+\\.ipynb)\\)";

  /** A table with a caption. */
  record Grid(String caption, List<String> columns, List<List<Cell>> rows) implements Part {
    public Grid {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "the table '%s' has %d columns, but a row of %d cells: %s"
                  .formatted(caption, columns.size(), row.size(), row));
        }
      }
    }
  }

  /** A sentence or a paragraph. */
  record Note(Tone tone, String text) implements Part {}

  /** A kubectl line, with its output one click away. */
  record Folded(String command, String output) implements Part {}

  /** A command after its prompt, with its output visible. */
  record Printed(String command, String output) implements Part {}

  /** A drawing, with a description for people who cannot see it. */
  record Drawing(String caption, String svg, String inWords) implements Part {}
}
