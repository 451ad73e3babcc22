package dev.cnilab.lab.reach;

import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The policies' ruling on a connection, before and after something is applied.
 *
 * @param now with the present policies
 * @param then also with those in a manifest; the same without one
 */
public record WhatIf(String from, String to, Port port, Ruling now, Ruling then) implements Shown {

  @Override
  public View view() {
    return View.empty()
        .grid(
            "%s to %s, %s".formatted(from, to, port),
            List.of("", "allowed", "because"),
            Stream.of(Map.entry("now", now), Map.entry("with the manifest", then))
                .limit(now.equals(then) ? 1 : 2)
                .toList(),
            row ->
                List.of(
                    Cell.of(row.getKey()),
                    row.getValue().allowed() ? Cell.good("yes") : Cell.bad("no"),
                    Cell.of(String.join("\n", row.getValue().because()))));
  }
}
