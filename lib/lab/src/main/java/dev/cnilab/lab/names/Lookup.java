package dev.cnilab.lab.names;

import dev.cnilab.lab.names.Asked.Answer;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;

/**
 * The lookup of a name: the queries of a pod's nslookup in order, and their answers, as captured on
 * the pod's own interface.
 *
 * @param from the pod
 * @param asked empty if nothing was captured
 * @param output nslookup's output
 */
public record Lookup(
    String from, String name, ResolverSettings settings, List<Asked> asked, Output output)
    implements Tabular {

  public Lookup {
    asked = List.copyOf(asked);
  }

  /** The first query that found an address. */
  public Optional<Asked> found() {
    return asked.stream()
        .filter(each -> each.kind() == Answer.FOUND && each.type().equals("A"))
        .findFirst();
  }

  /** In one line, for a check. */
  public String summary() {
    return found()
        .map(each -> each.name() + ": " + each.answer())
        .orElse(asked.isEmpty() ? "no question was sent" : last());
  }

  private String last() {
    Asked last = asked.getLast();
    return last.name() + " at " + last.server() + ": " + last.answer();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "The way of the name `" + name + "` from " + from,
            List.of("question", "with the suffix", "type", "server", "answer"),
            asked,
            this::row)
        .note(found().isPresent() ? Tone.GOOD : Tone.BAD, summary())
        .folded(settings.output().kubectl(), settings.output().printed())
        .folded(output.kubectl(), output.printed());
  }

  private List<Cell> row(Asked each) {
    String suffix = settings.suffix(name, each.name());
    return List.of(
        Cell.of(each.name()),
        Cell.of(suffix.isEmpty() ? "as it is" : suffix),
        Cell.of(each.type()),
        Cell.of(each.server()),
        switch (each.kind()) {
          case FOUND -> Cell.good(each.answer());
          case NO_SUCH_NAME, NO_SUCH_RECORD -> Cell.of(each.answer());
          case FAILED, REFUSED, SILENCE -> Cell.bad(each.answer());
        });
  }
}
