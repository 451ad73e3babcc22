package dev.cnilab.lab.network;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The main routing table of a network namespace, as {@code ip route show} lists it. The longest
 * matching prefix wins, wherever it stands.
 */
public record Routes(String of, List<Route> list, Output output) implements Tabular {

  private static final Pattern WORD = Pattern.compile("\\b(via|dev|src) (\\S+)");

  public Routes {
    list = List.copyOf(list);
  }

  /** Parses the output of {@code ip route show}. */
  public static Routes read(String of, Output output) {
    return new Routes(
        of,
        output.lines().stream().filter(line -> line.contains(" dev ")).map(Routes::route).toList(),
        output);
  }

  private static Route route(String line) {
    String via = "";
    String device = "";
    String source = "";
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      switch (word.group(1)) {
        case "via" -> via = word.group(2);
        case "dev" -> device = word.group(2);
        default -> source = word.group(2);
      }
    }
    return new Route(line.replaceAll(" .*", ""), via, device, source);
  }

  /** The route with exactly this destination ({@code default}, {@code 10.244.1.0/24}). */
  public Optional<Route> to(String destination) {
    return list.stream().filter(route -> route.destination().equals(destination)).findFirst();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Routes of " + of,
            List.of("destination", "via", "device", "source", "meaning"),
            list,
            route ->
                List.of(
                    Cell.of(route.destination()),
                    Cell.of(route.via()),
                    Cell.of(route.device()),
                    Cell.of(route.source()),
                    Cell.of(route.meaning())))
        .folded(output.kubectl(), output.printed());
  }
}
