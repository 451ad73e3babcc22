package dev.cnilab.cluster.image.agnhost.netexec;

import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import java.util.Locale;
import java.util.Optional;

/** netexec's answers over UDP: {@code hostname}, {@code echo TEXT}, {@code clientip} … */
record NetexecDatagrams(Process process, int port) {
  Optional<String> answer(String text, Endpoint client) {
    String raw = text.strip();
    String command = raw.toLowerCase(Locale.ROOT);
    Optional<String> answer = answer(raw, command, client);
    if (answer.isEmpty() && !command.isEmpty()) {
      new GoLog(process).line("Unknown UDP command received from " + client + ": " + command);
    }
    return answer;
  }

  private Optional<String> answer(String raw, String command, Endpoint client) {
    return switch (command.replaceFirst(" .*", " ")) {
      case "hostname" -> Optional.of(process.hostname());
      case "clientip" -> Optional.of(client.toString());
      case "serverport" -> Optional.of(Integer.toString(port));
      case "echo " -> Optional.of(command.substring("echo ".length()));
      case "envvar " ->
          Optional.of(
              process.environment().getOrDefault(raw.substring("envvar ".length()).strip(), ""));
      default -> Optional.empty();
    };
  }
}
