package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.shell.expand.Expander.Surroundings;
import dev.cnilab.userland.shell.expand.variable.Complaints;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.shell.tree.Word.Quoting;
import dev.cnilab.userland.shell.tree.Word.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expands parameters: those of POSIX, and bash's arrays, substrings and modifications. */
final class ParameterExpansion {
  private final Expander expander;
  private final Variables variables;
  private final Surroundings surroundings;
  private final Complaints complaints;

  ParameterExpansion(Expander expander, Variables variables, Surroundings surroundings) {
    this.expander = expander;
    this.variables = variables;
    this.surroundings = surroundings;
    this.complaints = new Complaints(surroundings.grammar());
  }

  void expand(Word.Parameter parameter, Fields to) throws IOException {
    String operator = parameter.operator();
    if (operator.startsWith("!")) {
      indirect(parameter, to);
    } else if (parameter.of().isList()) {
      list(parameter, to);
    } else {
      scalar(parameter, to);
    }
  }

  /** The key of an element: a number, or a string for an associative array. */
  String key(Reference of) throws IOException {
    Word subscript = of.subscript().orElse(Word.of("0"));
    Optional<ShellArray> array = variables.array(of.name());
    if (array.isPresent() && array.get().kind() == ShellArray.Kind.ASSOCIATIVE) {
      return expander.text(subscript);
    }
    long index = expander.number(subscript);
    String key = array.map(each -> each.key(index)).orElse(String.valueOf(index));
    if (key.startsWith("-")) {
      throw new ShellException(
          1, of.name() + "[" + expander.text(subscript) + "]: bad array subscript");
    }
    return key;
  }

  private void indirect(Word.Parameter parameter, Fields to) throws IOException {
    Reference of = parameter.of();
    if (!parameter.operator().equals("!")) {
      List<String> names =
          variables.values().keySet().stream().filter(each -> each.startsWith(of.name())).toList();
      add(names, parameter, to);
    } else if (of.isList()) {
      add(List.copyOf(array(of.name()).elements().keySet()), parameter, to);
    } else {
      String name = value(of).orElse("");
      if (name.isEmpty()) {
        throw new ShellException(1, of.name() + ": invalid indirect expansion");
      }
      expander.add(
          value(new Reference(name, Optional.empty())).orElse(""), parameter.quoting(), to);
    }
  }

  private void list(Word.Parameter parameter, Fields to) throws IOException {
    List<String> all = values(parameter.of());
    String operator = parameter.operator();
    boolean missing =
        all.isEmpty() || (operator.startsWith(":") && String.join(" ", all).isEmpty());
    switch (operator) {
      case "" -> add(all, parameter, to);
      case "length" -> expander.add(String.valueOf(all.size()), parameter.quoting(), to);
      case ":-", "-", ":=", "=" -> {
        if (missing) {
          expander.argument(parameter.argument(), parameter.quoting(), to);
        } else {
          add(all, parameter, to);
        }
      }
      case ":+", "+" -> {
        if (!missing) {
          expander.argument(parameter.argument(), parameter.quoting(), to);
        }
      }
      case ":?", "?" -> {
        if (missing) {
          throw missing(parameter);
        }
        add(all, parameter, to);
      }
      case ":" -> {
        boolean positional = parameter.of().subscript().isEmpty();
        add(
            Slice.of(expander, parameter.argument()).of(positional ? withName(all) : all),
            parameter,
            to);
      }
      default -> {
        List<String> changed = new ArrayList<>();
        for (String each : all) {
          changed.add(changed(parameter, each));
        }
        add(changed, parameter, to);
      }
    }
  }

  /** The shell's name followed by the positional parameters, as a slice counts them. */
  private List<String> withName(List<String> positional) {
    List<String> all = new ArrayList<>();
    all.add(surroundings.special("0").orElse(""));
    all.addAll(positional);
    return all;
  }

  private void add(List<String> all, Word.Parameter parameter, Fields to) {
    if (parameter.of().joins() && parameter.quoting() == Quoting.QUOTED) {
      String ifs = expander.ifs();
      to.quoted(String.join(ifs.isEmpty() ? "" : ifs.substring(0, 1), all));
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      if (i > 0) {
        to.next();
      }
      expander.add(all.get(i), parameter.quoting(), to);
    }
  }

  private void scalar(Word.Parameter parameter, Fields to) throws IOException {
    Reference of = parameter.of();
    Optional<String> value = value(of);
    Quoting quoting = parameter.quoting();
    String operator = parameter.operator();
    boolean missing = value.isEmpty() || (operator.startsWith(":") && value.get().isEmpty());
    switch (operator) {
      case ":-", "-" -> addOr(value, missing, parameter, to);
      case ":+", "+" -> addOr(Optional.of(""), !missing, parameter, to);
      case ":=", "=" -> {
        if (missing) {
          assign(of, expander.text(parameter.argument()));
        }
        expander.add(value(of).orElse(""), quoting, to);
      }
      case ":?", "?" -> {
        if (missing) {
          throw missing(parameter);
        }
        expander.add(value.orElse(""), quoting, to);
      }
      case "length" -> expander.add(String.valueOf(required(of, value).length()), quoting, to);
      case "" -> expander.add(required(of, value), quoting, to);
      case ":" -> {
        Slice slice = Slice.of(expander, parameter.argument());
        expander.add(slice.of(required(of, value)), quoting, to);
      }
      default -> expander.add(changed(parameter, required(of, value)), quoting, to);
    }
  }

  private void assign(Reference of, String value) throws IOException {
    if (of.subscript().isPresent()) {
      variables.setElement(of.name(), key(of), value);
    } else {
      variables.set(of.name(), value);
    }
  }

  /** A value after an operator with a pattern was applied. */
  private String changed(Word.Parameter parameter, String value) throws IOException {
    String operator = parameter.operator();
    surroundings.expand(value.length());
    return switch (operator.charAt(0)) {
      case '#', '%' ->
          Trim.apply(
              operator, surroundings.searched(value), expander.pattern(parameter.argument()));
      case '/' ->
          Replacement.apply(
              operator,
              surroundings.searched(value),
              expander.pattern(parameter.argument()),
              parameter.arguments().size() < 2
                  ? ""
                  : expander.quoted(parameter.arguments().get(1), "&\\"));
      case '^', ',' -> LetterCase.apply(operator, value, expander.pattern(parameter.argument()));
      default -> transformed(parameter, value);
    };
  }

  private String transformed(Word.Parameter parameter, String value) throws IOException {
    String letter = expander.text(parameter.argument());
    return switch (letter) {
      case "Q" -> Quotes.single(value);
      case "U" -> LetterCase.apply("^^", value, "");
      case "u" -> LetterCase.apply("^", value, "");
      case "L" -> LetterCase.apply(",,", value, "");
      default ->
          throw complaints.badSubstitution("${" + parameter.of().name() + "@" + letter + "}");
    };
  }

  private void addOr(Optional<String> value, boolean useArgument, Word.Parameter of, Fields to)
      throws IOException {
    if (useArgument) {
      expander.argument(of.argument(), of.quoting(), to);
    } else {
      expander.add(value.orElse(""), of.quoting(), to);
    }
  }

  private String required(Reference of, Optional<String> value) throws ShellException {
    if (value.isEmpty() && surroundings.requiresSet()) {
      throw complaints.unbound(of.name());
    }
    return value.orElse("");
  }

  private ShellException missing(Word.Parameter parameter) throws IOException {
    return complaints.missing(
        parameter.of().name(), parameter.operator(), expander.text(parameter.argument()));
  }

  private ShellArray array(String name) {
    return surroundings
        .array(name)
        .or(() -> variables.array(name))
        .orElseGet(() -> ShellArray.of(variables.get(name).stream().toList()));
  }

  private List<String> values(Reference of) {
    return of.subscript().isEmpty()
        ? surroundings.positional()
        : List.copyOf(array(of.name()).elements().values());
  }

  private Optional<String> value(Reference of) throws IOException {
    String name = of.name();
    if (of.subscript().isPresent()) {
      return Optional.ofNullable(array(name).elements().get(key(of)));
    }
    char first = name.charAt(0);
    if (first != '_' && !Character.isLetter(first)) {
      return surroundings.special(name);
    }
    Optional<String> value = variables.get(name);
    return value.isPresent() ? value : surroundings.special(name);
  }
}
