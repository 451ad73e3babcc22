package dev.cnilab.lab.service;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;

/** Requests side by side: the symptom and the layer. */
public record Requests(List<Request> list) implements Tabular {

  public Requests {
    list = List.copyOf(list);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "Symptom and layer",
                List.of("from", "to", "symptom", "curl says", "endpoints", "look at"),
                list,
                request ->
                    List.of(
                        Cell.of(request.from()),
                        Cell.of(request.to()),
                        request.outcome() == Outcome.OK
                            ? Cell.good(request.outcome().word())
                            : Cell.bad(request.outcome().word()),
                        Cell.of(request.says()),
                        Cell.of(
                            request.endpoints().isEmpty()
                                ? "none"
                                : String.join("\n", request.endpoints())),
                        Cell.of(request.outcome().layer())));
    for (Request request : list) {
      view = view.folded(request.output().kubectl(), request.output().printed());
    }
    return view;
  }
}
