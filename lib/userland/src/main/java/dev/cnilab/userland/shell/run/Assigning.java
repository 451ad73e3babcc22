package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.Quotes;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Assigns values to variables and array elements. */
record Assigning(Variables variables, Expander expander) {

  /** Assigns; returns the text for {@code set -x}. */
  String assign(ShellCommand.Assignment assignment) throws IOException {
    String sign = assignment.mode() == ShellCommand.Mode.APPEND ? "+=" : "=";
    Word.Reference target = assignment.target();
    Optional<Word.Elements> elements = elements(assignment);
    if (elements.isPresent() && target.subscript().isEmpty()) {
      if (variables.isReadOnly(target.name())) {
        variables.set(target.name(), ""); // reports the error
      }
      return target.name() + sign + fill(assignment, elements.get());
    }
    String value = expander.text(assignment.value());
    if (target.subscript().isPresent()) {
      String key = expander.key(target);
      String before = assignment.mode() == ShellCommand.Mode.SET ? "" : element(target.name(), key);
      variables.setElement(target.name(), key, before + value);
      return target.name() + "[" + key + "]" + sign + value;
    }
    String before =
        assignment.mode() == ShellCommand.Mode.SET ? "" : variables.get(target.name()).orElse("");
    variables.set(target.name(), before + value);
    return target.name() + sign + value;
  }

  /** Assigns the elements of arrays declared in the arguments of a command. */
  void declared(List<Word> words) throws IOException {
    for (Word word : words) {
      for (Word.Part part : word.parts()) {
        if (part instanceof Word.Declared declared
            && (elements(declared.assignment()).isPresent()
                || declared.assignment().target().subscript().isPresent())) {
          assign(declared.assignment());
        }
      }
    }
  }

  private static Optional<Word.Elements> elements(ShellCommand.Assignment assignment) {
    return assignment.value().parts().stream()
        .filter(Word.Elements.class::isInstance)
        .map(Word.Elements.class::cast)
        .findFirst();
  }

  private String element(String name, String key) {
    return variables
        .array(name)
        .flatMap(array -> Optional.ofNullable(array.elements().get(key)))
        .orElse("");
  }

  private String fill(ShellCommand.Assignment assignment, Word.Elements elements)
      throws IOException {
    String name = assignment.target().name();
    boolean appends = assignment.mode() == ShellCommand.Mode.APPEND;
    ShellArray.Kind kind =
        variables.array(name).map(ShellArray::kind).orElse(ShellArray.Kind.INDEXED);
    ShellArray filled = appends ? variables.declare(name, kind) : new ShellArray(kind);
    StringJoiner shown = new StringJoiner(" ", "(", ")");
    for (Word.Element each : elements.all()) {
      if (each.key().isPresent()) {
        String key = expander.key(new Word.Reference(name, each.key()));
        String value = expander.text(each.value());
        filled.elements().put(key, value);
        shown.add("[" + key + "]=" + Quotes.whereNeeded(value));
      } else {
        for (String value : expander.fields(List.of(each.value()))) {
          filled.add(value);
          shown.add(Quotes.whereNeeded(value));
        }
      }
    }
    variables.setArray(name, filled);
    return shown.toString();
  }
}
