package dev.cnilab.userland.shell.syntax;

import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A here-document whose operator was read and whose text is in the following lines. */
final class HereDocument {
  private final String delimiter;
  private final boolean literal;
  private final boolean stripsTabs;

  HereDocument(String operator, Word delimiter) {
    StringBuilder bare = new StringBuilder();
    boolean quoted = false;
    for (Word.Part part : delimiter.parts()) {
      if (part instanceof Word.Literal piece) {
        bare.append(piece.text());
        quoted |= piece.quoting() == Word.Quoting.QUOTED;
      }
    }
    this.delimiter = bare.toString();
    this.literal = quoted;
    this.stripsTabs = operator.endsWith("-");
  }

  Word read(Characters in, int depth) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line = next(in); line != null && !line.equals(delimiter); line = next(in)) {
      lines.append(line).append('\n');
    }
    if (literal) {
      return new Word(List.of(new Word.Literal(lines.toString(), Word.Quoting.QUOTED)));
    }
    Characters body = in.within(lines.toString(), in.line() + 1);
    return new WordReader(body, depth + 1).hereDocument();
  }

  private @Nullable String next(Characters in) throws IOException {
    String line = in.takeFollowingLine();
    return line == null || !stripsTabs ? line : line.replaceFirst("^\t+", "");
  }
}
