package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.shell.expand.Quotes;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code printf} of bash: into a variable with {@code -v}, and quoted with {@code %q}. */
record PrintInto(Builtin printf) implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    if (words.size() > 2 && words.get(1).equals("-v")) {
      return into(shell, words);
    } else if (words.size() == 1) {
      shell.process().err().println("printf: usage: printf [-v var] format [arguments]");
      return 2;
    }
    return printf.run(shell, quoted(words));
  }

  private int into(Interpreter shell, List<String> words) throws IOException {
    VariableBuiltins.requireName(words.get(2));
    List<String> rest = new ArrayList<>(List.of(words.getFirst()));
    rest.addAll(words.subList(3, words.size()));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenFile before = shell.process().descriptors().get(1).share();
    Sink sink = new Sink(text::writeBytes, () -> {});
    int status;
    try {
      shell.process().descriptors().set(1, sink);
      status = printf.run(shell, quoted(rest));
    } finally {
      shell.process().descriptors().set(1, before);
      before.close();
      sink.close();
    }
    shell.state().variables().set(words.get(2), text.toString(StandardCharsets.UTF_8));
    return status;
  }

  /** {@code %q} implemented as {@code %s} with quoted text, if all directives are {@code %q}. */
  private static List<String> quoted(List<String> words) {
    if (words.size() < 2 || !words.get(1).contains("%q")) {
      return words;
    }
    List<String> changed = new ArrayList<>(words);
    String format = words.get(1);
    List<Character> directives = new ArrayList<>();
    for (int i = 0; i + 1 < format.length(); i++) {
      if (format.charAt(i) == '%') {
        char next = format.charAt(++i);
        if (next != '%') {
          directives.add(next);
        }
      }
    }
    for (int i = 2; i < words.size(); i++) {
      if (directives.get((i - 2) % directives.size()) == 'q') {
        changed.set(i, Quotes.backslashed(words.get(i)));
      }
    }
    changed.set(1, format.replace("%q", "%s"));
    return changed;
  }
}
