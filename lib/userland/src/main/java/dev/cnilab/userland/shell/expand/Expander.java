package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.shell.tree.Command;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes fields of words. */
public final class Expander {
  private static final int BLOCK = 4096;

  private final Variables variables;
  private final Surroundings surroundings;
  private int expanded;

  /** What of the shell expansions depend on, besides its variables. */
  public interface Surroundings {
    /** A special or positional parameter, without {@code @} and {@code *}. */
    Optional<String> special(String name);

    List<String> positional();

    /** What a command writes, all of it. */
    String output(Command command) throws IOException;

    /** Where pathnames are looked for; empty if they are not expanded. */
    Optional<Pathnames> pathnames();

    /** Is told of characters that are about to be added to words. */
    void expand(int characters);

    /** Whether unset parameters are errors; {@code set -u}. */
    boolean requiresSet();
  }

  /** Whether the literal text of a word is cut into fields: not unless it comes from a default. */
  private enum Literals {
    WHOLE,
    SPLIT
  }

  public Expander(Variables variables, Surroundings surroundings) {
    this.variables = variables;
    this.surroundings = surroundings;
  }

  /** All expansions, of the words of a command. */
  public List<String> fields(List<Word> words) throws IOException {
    List<String> all = new ArrayList<>();
    for (Word word : words) {
      Fields fields = Fields.separatedBy(ifs());
      expand(word, fields, Literals.WHOLE);
      for (Fields.Field each : fields.toList()) {
        all.addAll(paths(each));
      }
    }
    return all;
  }

  private List<String> paths(Fields.Field field) {
    List<String> found =
        field.active()
            ? surroundings
                .pathnames()
                .map(pathnames -> pathnames.matching(field.pattern()))
                .orElse(List.of())
            : List.of();
    return found.isEmpty() ? List.of(field.text()) : found;
  }

  /** Without field splitting and pathnames: an assignment's value, a redirection's target. */
  public String text(Word word) throws IOException {
    return single(word).text();
  }

  /** As {@link #text}, what was quoted being protected by backslashes. */
  public String pattern(Word word) throws IOException {
    return single(word).pattern();
  }

  private Fields.Field single(Word word) throws IOException {
    Fields fields = Fields.single();
    expand(word, fields, Literals.WHOLE);
    return fields.only();
  }

  private void expand(Word word, Fields to, Literals literals) throws IOException {
    for (int i = 0; i < word.parts().size(); i++) {
      int index = i;
      switch (word.parts().get(i)) {
        case Word.Literal quoted when quoted.quoting() == Quoting.QUOTED ->
            to.quoted(quoted.text());
        case Word.Literal plain when literals == Literals.SPLIT -> to.split(plain.text());
        case Word.Literal plain when index == 0 && plain.text().startsWith("~") ->
            tilde(plain.text(), to);
        case Word.Literal plain -> to.plain(plain.text());
        case Word.Parameter parameter -> parameter(parameter, to);
        case Word.Substitution substitution ->
            add(output(substitution), substitution.quoting(), to);
        case Word.Arithmetic arithmetic ->
            add(
                String.valueOf(Arithmetic.evaluate(text(arithmetic.expression()), variables)),
                arithmetic.quoting(),
                to);
        case Word.BadSubstitution bad -> throw new ShellException(2, "Bad substitution");
      }
    }
  }

  /** Lets others go on now and then, and makes sure that there is memory for what is long. */
  private void count(int characters) {
    expanded += characters + 1;
    if (expanded >= BLOCK) {
      surroundings.expand(expanded);
      expanded = 0;
    }
  }

  private void add(String value, Quoting quoting, Fields to) {
    count(value.length());
    if (quoting == Quoting.QUOTED) {
      to.quoted(value);
    } else {
      to.split(value);
    }
  }

  private void tilde(String text, Fields to) {
    int slash = text.indexOf('/');
    String user = text.substring(1, slash < 0 ? text.length() : slash);
    Optional<String> home =
        user.isEmpty()
            ? variables.get("HOME")
            : user.equals("root") ? Optional.of("/root") : Optional.empty();
    home.ifPresent(to::quoted);
    to.plain(home.isEmpty() ? text : slash < 0 ? "" : text.substring(slash));
  }

  private String output(Word.Substitution substitution) throws IOException {
    String all = surroundings.output(substitution.script());
    int end = all.length();
    while (end > 0 && all.charAt(end - 1) == '\n') {
      end--;
    }
    return all.substring(0, end);
  }

  private void parameter(Word.Parameter parameter, Fields to) throws IOException {
    boolean all = parameter.name().equals("@") || parameter.name().equals("*");
    if (all && parameter.operator().isEmpty()) {
      positional(parameter, to);
      return;
    }
    Optional<String> value = value(parameter.name());
    Quoting quoting = parameter.quoting();
    String operator = parameter.operator();
    boolean missing = value.isEmpty() || (operator.startsWith(":") && value.get().isEmpty());
    switch (operator) {
      case ":-", "-" -> addOr(value, missing, parameter, to);
      case ":+", "+" -> addOr(Optional.of(""), !missing, parameter, to);
      case ":=", "=" -> {
        if (missing) {
          variables.set(parameter.name(), text(parameter.argument()));
        }
        add(value(parameter.name()).orElse(""), quoting, to);
      }
      case ":?", "?" -> {
        if (missing) {
          throw unset(parameter);
        }
        add(value.orElse(""), quoting, to);
      }
      case "length" -> add(length(parameter, value), quoting, to);
      case "" -> add(required(parameter, value), quoting, to);
      default -> {
        String pattern = pattern(parameter.argument());
        add(Trim.apply(operator, required(parameter, value), pattern), quoting, to);
      }
    }
  }

  private String length(Word.Parameter parameter, Optional<String> value) throws IOException {
    boolean all = parameter.name().equals("@") || parameter.name().equals("*");
    int length = all ? surroundings.positional().size() : required(parameter, value).length();
    return String.valueOf(length);
  }

  private void addOr(Optional<String> value, boolean useArgument, Word.Parameter of, Fields to)
      throws IOException {
    if (!useArgument) {
      add(value.orElse(""), of.quoting(), to);
    } else if (of.quoting() == Quoting.QUOTED) {
      to.quoted("");
      expand(of.argument(), to, Literals.WHOLE);
    } else {
      expand(of.argument(), to, Literals.SPLIT);
    }
  }

  private String required(Word.Parameter parameter, Optional<String> value) throws ShellException {
    if (value.isEmpty() && surroundings.requiresSet()) {
      throw new ShellException(2, parameter.name() + ": parameter not set");
    }
    return value.orElse("");
  }

  private ShellException unset(Word.Parameter parameter) throws IOException {
    String said = text(parameter.argument());
    return new ShellException(
        2, parameter.name() + ": " + (said.isEmpty() ? "parameter not set" : said));
  }

  private void positional(Word.Parameter parameter, Fields to) {
    List<String> all = surroundings.positional();
    if (parameter.name().equals("*") && parameter.quoting() == Quoting.QUOTED) {
      String ifs = ifs();
      to.quoted(String.join(ifs.isEmpty() ? "" : ifs.substring(0, 1), all));
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      if (i > 0) {
        to.next();
      }
      add(all.get(i), parameter.quoting(), to);
    }
  }

  private Optional<String> value(String name) {
    if (name.equals("@") || name.equals("*")) {
      List<String> all = surroundings.positional();
      return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", all));
    }
    char first = name.charAt(0);
    return first == '_' || Character.isLetter(first)
        ? variables.get(name)
        : surroundings.special(name);
  }

  private String ifs() {
    return variables.get("IFS").orElse(" \t\n");
  }
}
