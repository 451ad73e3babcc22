package dev.cnilab.lab.names;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pod's /etc/resolv.conf.
 *
 * @param ndots a name with at least this number of dots is first tried as it is; 1 by default
 * @see <a href="https://man7.org/linux/man-pages/man5/resolv.conf.5.html">resolv.conf(5)</a>
 */
public record ResolverSettings(
    List<String> nameservers, List<String> search, int ndots, Output output) implements Tabular {

  private static final int USUAL_NDOTS = 1;

  public ResolverSettings {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
  }

  /** Parses the output of {@code cat /etc/resolv.conf}. */
  public static ResolverSettings read(Output output) {
    List<String> nameservers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = USUAL_NDOTS;
    for (String line : output.lines()) {
      List<String> words = List.of(line.strip().split("\\s+"));
      List<String> rest = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" -> nameservers.addAll(rest);
        case "search" -> search = rest;
        case "options" -> ndots = ndots(rest);
        default -> {
          // Comments, and options that do not affect name lookups.
        }
      }
    }
    return new ResolverSettings(nameservers, search, ndots, output);
  }

  private static int ndots(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith("ndots:"))
        .map(option -> Integer.parseInt(option.substring("ndots:".length())))
        .findFirst()
        .orElse(USUAL_NDOTS);
  }

  /** The search suffix that was appended to a name, empty if none was. */
  public String suffix(String name, String asked) {
    return Stream.concat(Stream.of(""), search.stream())
        .filter(suffix -> asked.equals(suffix.isEmpty() ? name : name + "." + suffix))
        .findFirst()
        .orElse("");
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "The resolver's settings",
            List.of("DNS servers", "search list", "ndots"),
            List.of(this),
            each ->
                List.of(
                    Cell.of(String.join("\n", nameservers)),
                    Cell.of(search.isEmpty() ? "none" : String.join("\n", search)),
                    Cell.of(ndots)))
        .folded(output.kubectl(), output.printed());
  }
}
