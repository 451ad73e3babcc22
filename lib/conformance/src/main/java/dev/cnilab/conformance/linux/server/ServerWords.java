package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of a server's command: options with a value, in any place, and operands. */
final class ServerWords {
  private final List<String> words;

  ServerWords(List<String> words) {
    this.words = new ArrayList<>(words.subList(1, words.size()));
  }

  /** Removes {@code --name VALUE} from the words. */
  Optional<String> option(String name) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 >= words.size()) {
      return Optional.empty();
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }

  /** The address after {@code --bind}; 0.0.0.0 without it. */
  Ipv4Address bind() {
    return option("--bind").map(Ipv4Address::parse).orElse(Ipv4Address.ANY);
  }

  int port() {
    if (words.isEmpty() || !words.getFirst().matches("\\d{1,5}")) {
      throw new IllegalArgumentException("expected a port, found: " + words + "; write it first");
    }
    return Integer.parseInt(words.getFirst());
  }

  List<String> operands() {
    return words;
  }
}
