package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.shell.expand.arithmetic.Arithmetic;
import dev.cnilab.userland.shell.expand.variable.Complaints;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.syntax.Grammar;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expands words into fields. */
public final class Expander {
  private static final int BLOCK = 4096;

  private final Variables variables;
  private final Surroundings surroundings;
  private final ParameterExpansion parameters;
  private int expanded;

  /** What expansions need from the shell, apart from its variables. */
  public interface Surroundings {
    /** A special or positional parameter, without {@code @} and {@code *}. */
    Optional<String> special(String name);

    List<String> positional();

    /** The whole output of a command. */
    String output(ShellCommand command) throws IOException;

    /** The file system for pathname expansion; empty if it is off. */
    Optional<Pathnames> pathnames();

    /** Called before characters are added to words. */
    void expand(int characters);

    /** The same text, wrapped so that other processes can run while it is searched. */
    CharSequence searched(String text);

    /** Whether unset parameters are errors; {@code set -u}. */
    boolean requiresSet();

    /**
     * The path of a file connected to a command, for {@code <(…)}; it exists until a command ends.
     */
    String fileOf(ShellCommand script, Word.Direction direction) throws IOException;

    /** An array that bash computes: the status of each stage of a pipeline. */
    Optional<ShellArray> array(String name);

    Grammar grammar();
  }

  /**
   * Whether the literal text of a word is split into fields, which happens only in a default value.
   */
  private enum Literals {
    WHOLE,
    SPLIT
  }

  public Expander(Variables variables, Surroundings surroundings) {
    this.variables = variables;
    this.surroundings = surroundings;
    this.parameters = new ParameterExpansion(this, variables, surroundings);
  }

  /** Evaluates an expression. */
  public long number(Word expression) throws IOException {
    return number(text(expression));
  }

  long number(String expression) throws ShellException {
    return Arithmetic.evaluate(expression, variables, surroundings.grammar());
  }

  /** The key of an array element. */
  public String key(Word.Reference of) throws IOException {
    return parameters.key(of);
  }

  /** Performs all expansions on the words of a command. */
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

  /**
   * Expands without field splitting and pathname expansion: an assignment's value, a redirection's
   * target.
   */
  public String text(Word word) throws IOException {
    return single(word).text();
  }

  /** Like {@link #text}, with quoted characters escaped by backslashes. */
  public String pattern(Word word) throws IOException {
    return single(word).pattern();
  }

  /** Like {@link #pattern}, with other special characters. */
  public String quoted(Word word, String special) throws IOException {
    Fields fields = Fields.single(text -> protectedIn(text, special));
    expand(word, fields, Literals.WHOLE);
    return fields.only().pattern();
  }

  private static String protectedIn(String text, String special) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      quoted.append(special.indexOf(text.charAt(i)) < 0 ? "" : "\\").append(text.charAt(i));
    }
    return quoted.toString();
  }

  private Fields.Field single(Word word) throws IOException {
    Fields fields = Fields.single(ShellPattern::quote);
    expand(word, fields, Literals.WHOLE);
    return fields.only();
  }

  /** Expands a default value, whose literal text is split into fields unless it is quoted. */
  void argument(Word word, Quoting quoting, Fields to) throws IOException {
    if (quoting == Quoting.QUOTED) {
      to.quoted("");
      expand(word, to, Literals.WHOLE);
    } else {
      expand(word, to, Literals.SPLIT);
    }
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
        case Word.Parameter parameter -> parameters.expand(parameter, to);
        case Word.Substitution substitution ->
            add(output(substitution), substitution.quoting(), to);
        case Word.Arithmetic arithmetic ->
            add(String.valueOf(number(arithmetic.expression())), arithmetic.quoting(), to);
        case Word.BadSubstitution bad ->
            throw new Complaints(surroundings.grammar()).badSubstitution(bad.text());
        case Word.ProcessSubstitution process ->
            to.quoted(surroundings.fileOf(process.script(), process.direction()));
        case Word.Declared declared -> declared(declared.assignment(), to);
        case Word.Elements array ->
            throw new ShellException(1, "cannot assign list to array member");
      }
    }
  }

  /** Expands an argument of a declaration command: only the name for an array. */
  private void declared(ShellCommand.Assignment assignment, Fields to) throws IOException {
    to.quoted(assignment.target().name());
    boolean isArray =
        assignment.target().subscript().isPresent()
            || assignment.value().parts().stream().anyMatch(Word.Elements.class::isInstance);
    if (!isArray) {
      to.quoted(
          (assignment.mode() == ShellCommand.Mode.APPEND ? "+=" : "=") + text(assignment.value()));
    }
  }

  /** Yields to other processes from time to time, and checks that there is memory for long text. */
  private void count(int characters) {
    expanded += characters + 1;
    if (expanded >= BLOCK) {
      surroundings.expand(expanded);
      expanded = 0;
    }
  }

  void add(String value, Quoting quoting, Fields to) {
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

  String ifs() {
    return variables.get("IFS").orElse(" \t\n");
  }
}
