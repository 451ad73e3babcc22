package dev.cnilab.lab.reach;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which pods can reach each other.
 *
 * @param outputs the test commands, one per pod
 */
public record Matrix(List<Pair> pairs, List<Output> outputs) implements Tabular {

  public Matrix {
    pairs = List.copyOf(pairs);
    outputs = List.copyOf(outputs);
  }

  /** The result for a pair; empty if it was not tested. */
  public Optional<Pair> find(String from, String to) {
    return pairs.stream()
        .filter(pair -> pair.from().equals(from) && pair.to().equals(to))
        .findFirst();
  }

  /** Pairs for which the network and the policies disagree. */
  public List<Pair> disagreeing() {
    return pairs.stream().filter(pair -> !pair.agrees()).toList();
  }

  @Override
  public View view() {
    List<String> from = pairs.stream().map(Pair::from).distinct().toList();
    List<String> to =
        Stream.concat(from.stream(), pairs.stream().map(Pair::to)).distinct().toList();
    View view =
        View.empty()
            .grid(
                "Who reaches whom",
                Stream.concat(Stream.of("from \\ to"), to.stream()).toList(),
                from,
                row ->
                    Stream.concat(
                            Stream.of(Cell.of(row)), to.stream().map(column -> cell(row, column)))
                        .toList())
            .note(
                disagreeing().isEmpty() ? Tone.GOOD : Tone.WARNING,
                disagreeing().isEmpty()
                    ? "The network does what the policies say, in all %d pairs."
                        .formatted(pairs.size())
                    : "In %d of %d pairs the network does not do what the policies say."
                        .formatted(disagreeing().size(), pairs.size()));
    for (Output output : outputs) {
      view = view.folded(output.kubectl(), output.printed());
    }
    return view;
  }

  private Cell cell(String from, String to) {
    return find(from, to)
        .map(
            pair ->
                pair.passage() == Passage.OPEN
                    ? Cell.good("open" + (pair.agrees() ? "" : ", though forbidden"))
                    : Cell.bad("silence" + (pair.agrees() ? "" : ", though allowed")))
        .orElse(Cell.of("–"));
  }

  /** The policy and rule that decide each pair. */
  public Reasons reasons() {
    return new Reasons(pairs);
  }
}
