package dev.cnilab.cluster.containerd.ctr;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Commands about one thing, such as {@code containers}.
 *
 * @param names the first is the usual one
 * @param purpose one line about it
 * @param elsewhere commands of ctr that are not implemented here
 */
record Group(List<String> names, String purpose, List<CtrCommand> commands, Set<String> elsewhere) {

  static Group of(String names, String purpose, String elsewhere, CtrCommand... commands) {
    return new Group(
        List.of(names.split(" ")), purpose, List.of(commands), Set.of(elsewhere.split(" ")));
  }

  String name() {
    return names.getFirst();
  }

  Optional<CtrCommand> find(String name) {
    return commands.stream().filter(each -> each.names().contains(name)).findFirst();
  }

  String help() {
    return "NAME:\n   ctr %s - %s\n\nUSAGE:\n   ctr %s [command [command options]]\n\nCOMMANDS:\n%s\n"
        .formatted(
            name(),
            purpose,
            name(),
            commands.stream()
                .map(
                    each ->
                        "   %-10s %s\n".formatted(String.join(", ", each.names()), each.purpose()))
                .collect(Collectors.joining()));
  }
}
