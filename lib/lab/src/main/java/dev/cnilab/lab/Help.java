package dev.cnilab.lab;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Nearest;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The functions that a cell can call, as a notebook lists them. */
public record Help(List<Entry> entries) implements Tabular {

  /** The types with the functions; environment/kernel/startup.jsh imports them. */
  static final List<Class<?>> FUNCTIONS =
      List.of(Lab.class, LabObjects.class, LabNetwork.class, LabServices.class);

  /** One function. */
  public record Entry(String name, String text, String example, String kubectl) {

    private boolean refersToTheOneBefore() {
      return text.startsWith("the same");
    }
  }

  public Help {
    entries = List.copyOf(entries);
  }

  static Help all() {
    return new Help(
        FUNCTIONS.stream()
            .flatMap(type -> Stream.of(type.getMethods()))
            .filter(method -> method.isAnnotationPresent(Doc.class))
            .map(Help::entry)
            .sorted(Comparator.comparing(Entry::name).thenComparing(Entry::refersToTheOneBefore))
            .toList());
  }

  static Help of(String name) {
    return find(name)
        .orElseThrow(
            () ->
                LabException.of(
                    "could not explain " + name,
                    Nearest.to(name, names())
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("there is no such function"),
                    Suggestions.ASK_FOR_HELP));
  }

  static List<String> names() {
    return all().entries().stream().map(Entry::name).distinct().toList();
  }

  /** The help for a method of what a function returns, as in {@code worker(1).sh(…)}. */
  static Optional<Help> ofResult(String method) {
    return Optional.ofNullable(ResultHelp.METHODS.get(method))
        .map(entry -> new Help(List.of(entry)));
  }

  static Optional<Help> find(String name) {
    List<Entry> chosen =
        all().entries().stream().filter(entry -> entry.name().equals(name)).toList();
    return chosen.isEmpty() ? Optional.empty() : Optional.of(new Help(chosen));
  }

  private static Entry entry(Method method) {
    Doc doc = method.getAnnotation(Doc.class);
    return new Entry(method.getName(), doc.value(), doc.example(), doc.kubectl());
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "What you can call",
            List.of("example", "what it does", "stands for"),
            entries,
            entry ->
                List.of(
                    Cell.of("`" + entry.example() + "`"),
                    Cell.of(entry.text()),
                    Cell.of(entry.kubectl().isEmpty() ? "" : "`" + entry.kubectl() + "`")));
  }
}
