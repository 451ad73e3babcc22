package dev.cnilab.lab.view;

import dev.cnilab.lab.view.Part.Drawing;
import dev.cnilab.lab.view.Part.Folded;
import dev.cnilab.lab.view.Part.Grid;
import dev.cnilab.lab.view.Part.Note;
import dev.cnilab.lab.view.Part.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a view as HTML with its own style, because an output must look right in JupyterLab, in an
 * exported page and on paper. Its selectors are more specific than JupyterLab's, which aligns every
 * table to the right.
 */
final class HtmlWriter {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile(Part.LINK);
  private static final Pattern LONG_NAME = Pattern.compile("(?:[a-z0-9-]+\\.){2,}[a-z]+");
  private static final int A_FEW_WORDS = 20;
  private static final int A_NAME = 30;
  private static final char NO_BREAK = '\u00a0';
  private static final String STYLE = style();

  private HtmlWriter() {}

  static String write(View view) {
    return view.parts().stream()
        .map(HtmlWriter::part)
        .collect(Collectors.joining("\n", "<div class=\"cnilab\">" + STYLE, "</div>"));
  }

  private static String part(Part part) {
    return switch (part) {
      case Grid grid -> grid(grid);
      case Note note ->
          "<p class=\"%s\">%s</p>"
              .formatted(note.tone().cssClass(), signed(note.tone(), note.text()));
      case Folded folded ->
          "<details><summary><code>%s</code></summary><pre tabindex=\"0\">%s</pre></details>"
              .formatted(escape("$ " + folded.command()), escape(folded.output().stripTrailing()));
      case Printed printed ->
          "<pre tabindex=\"0\"><b>%s</b>\n%s</pre>"
              .formatted(escape(printed.command()), escape(printed.output().stripTrailing()));
      case Drawing drawing ->
          """
          <figure><div class="scroll" tabindex="0" role="img" aria-label="%s">%s</div>
          <figcaption>%s</figcaption></figure>\
          """
              .formatted(escape(drawing.inWords()), drawing.svg(), rich(drawing.caption()));
    };
  }

  private static String grid(Grid grid) {
    String head =
        grid.columns().stream()
            .map(name -> name.isEmpty() ? "<td></td>" : "<th scope=\"col\">" + rich(name) + "</th>")
            .collect(Collectors.joining());
    String body =
        grid.rows().stream()
            .map(
                row ->
                    row.stream()
                        .map(HtmlWriter::cell)
                        .collect(Collectors.joining("", "<tr>", "</tr>")))
            .collect(Collectors.joining("\n"));
    return """
    <div class="scroll" role="group" tabindex="0" aria-label="%s"><table%s>
    <caption>%s</caption><thead><tr>%s</tr></thead>
    <tbody>%s</tbody></table></div>\
    """
        .formatted(
            escape(grid.caption().replace("`", "")),
            endsInSentences(grid) ? " class=\"sentences\"" : "",
            rich(grid.caption()),
            head,
            body);
  }

  /**
   * Whether a row ends with a message after a few names, as in events. On a phone the message goes
   * below the names.
   */
  private static boolean endsInSentences(Grid grid) {
    int last = grid.columns().size() - 1;
    return last > 2
        && grid.rows().stream()
            .allMatch(row -> row.subList(0, last).stream().allMatch(cell -> isAtMost(A_NAME, cell)))
        && grid.rows().stream().anyMatch(row -> !isAtMost(2 * A_NAME, row.get(last)));
  }

  private static boolean isAtMost(int length, Cell cell) {
    return cell.plain().length() <= length;
  }

  /** A short text stays on one line, so that a node's name is not broken at its hyphen. */
  private static String cell(Cell cell) {
    String length = isAtMost(A_FEW_WORDS, cell) ? " short" : "";
    return "<td class=\"%s%s\">%s</td>"
        .formatted(cell.tone().cssClass(), length, breakable(signed(cell.tone(), cell.text())));
  }

  /** A long name may be broken after its dots; otherwise its column pushes others out of sight. */
  private static String breakable(String html) {
    return LONG_NAME.matcher(html).replaceAll(name -> name.group().replace(".", ".<wbr>"));
  }

  private static String signed(Tone tone, String text) {
    return tone.sign().replace(' ', NO_BREAK) + rich(text);
  }

  private static String rich(String text) {
    String linked = LINK.matcher(escape(text)).replaceAll("<a href=\"$2\">$1</a>");
    return CODE.matcher(linked).replaceAll("<code>$1</code>").replace("\n", "<br>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlWriter.class.getResourceAsStream("style.css"))) {
      String text = new String(css.readAllBytes(), StandardCharsets.UTF_8);
      return "<style>" + text.replaceAll("\\s+", " ") + "</style>";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
