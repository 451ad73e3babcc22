package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The runtime's endpoint: from {@code --runtime-endpoint}, crictl's file, or containerd's default.
 *
 * @param global the flags before the command
 */
public record RuntimeEndpoint(CriRuntime runtime, Given global) {
  private static final String FILE = "/etc/crictl.yaml";
  private static final String SCHEME = "unix://";
  private static final String CONTAINERD = "/run/containerd/containerd.sock";

  private static final Set<String> USED = Set.of("runtime-endpoint", "image-endpoint", "timeout");

  /** Fails if no runtime can be reached there; warns if no endpoint is configured. */
  void connect(Process process) {
    Optional<String> configured = configured(process);
    String endpoint = global.optional("runtime-endpoint").or(() -> configured).orElse("");
    if (endpoint.isEmpty()) {
      CrictlLog.warning(
          process,
          "runtime connect using default endpoints: [unix:///run/containerd/containerd.sock"
              + " unix:///run/crio/crio.sock unix:///var/run/cri-dockerd.sock]. As the default"
              + " settings are now deprecated, you should set the endpoint instead.");
      endpoint = SCHEME + CONTAINERD;
    } else if (endpoint.matches("[a-z]+://.*") && !endpoint.startsWith(SCHEME)) {
      throw new CrictlFailure("only support unix socket endpoint");
    }
    connect(process, endpoint.replaceFirst("^" + SCHEME, ""));
    String images = global.text("image-endpoint");
    if (!images.isEmpty()) {
      connect(process, images.replaceFirst("^" + SCHEME, ""));
    }
  }

  /** The seconds that the file says a call may take; 0 if it does not, or cannot be read. */
  static long timeout(Process process) {
    try {
      return GoYaml.read(process.files().readText(FILE)).path("timeout").asLong();
    } catch (IOException unreadable) {
      return 0; // connecting says why
    }
  }

  private static Optional<String> configured(Process process) {
    if (!process.files().exists(FILE)) {
      CrictlLog.warning(
          process, "Config \"" + FILE + "\" does not exist, trying next: \"/usr/bin/crictl.yaml\"");
      return Optional.empty();
    }
    try {
      JsonNode file = GoYaml.read(process.files().readText(FILE));
      warn(process, file);
      String endpoint = file.path("runtime-endpoint").asText();
      return endpoint.isEmpty() ? Optional.empty() : Optional.of(endpoint);
    } catch (IOException unreadable) {
      throw new CrictlFailure(
          "get server config: load config file: load config file: " + unreadable.getMessage());
    }
  }

  /** Names what has no effect here; the real one's default values mean nothing. */
  private static void warn(Process process, JsonNode file) {
    for (Map.Entry<String, JsonNode> each : file.properties()) {
      boolean usual = each.getValue().asText().matches("false|0|");
      if (!USED.contains(each.getKey()) && !usual) {
        CrictlLog.warning(
            process,
            "%s of \"%s\" is not available on this machine".formatted(each.getKey(), FILE));
      }
    }
  }

  private void connect(Process process, String path) {
    boolean there = path.matches("(/var)?" + CONTAINERD);
    boolean allowed = process.user() == 0 || process.credentials().can(Capability.DAC_OVERRIDE);
    if (!there || !allowed) {
      boolean absent = !process.files().exists(process.resolve(path));
      String why =
          there ? "permission denied" : absent ? "no such file or directory" : "connection refused";
      throw unreachable(path, dialling(path, why));
    }
    try {
      runtime.version();
    } catch (CriException down) {
      throw unreachable(path, down.getMessage());
    }
  }

  private static String dialling(String path, String why) {
    return ("rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while"
            + " dialing: dial unix %s: connect: %s\"")
        .formatted(path, why);
  }

  private static CrictlFailure unreachable(String path, String why) {
    return new CrictlFailure(
        "validate service connection: validate CRI v1 runtime API for endpoint %s: %s"
            .formatted(GoText.quote(SCHEME + path), why));
  }
}
