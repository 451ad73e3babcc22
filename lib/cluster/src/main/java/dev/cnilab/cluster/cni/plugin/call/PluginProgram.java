package dev.cnilab.cluster.cni.plugin.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniVersion;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A plugin as a program: {@code pkg/skel}. Errors are printed as JSON on standard output. */
public final class PluginProgram implements Program {
  private static final Pattern VALID_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]*");
  private static final Set<String> WITH_CONTAINER = Set.of("ADD", "CHECK", "DEL");
  private static final Set<String> VERBS = Set.of("ADD", "CHECK", "DEL", "GC", "STATUS");

  /** How long such a process takes to start and to talk netlink. */
  private static final Duration RUN = Duration.ofMillis(1);

  private final CniPlugin plugin;

  public PluginProgram(CniPlugin plugin) {
    this.plugin = plugin;
  }

  @Override
  public int run(Process process) throws IOException {
    String verb = process.environment().getOrDefault("CNI_COMMAND", "");
    if (verb.isEmpty()) {
      process.err().println(plugin.about());
      process.err().println("CNI protocol versions supported: " + String.join(", ", supported()));
      return 0;
    }
    process.loop().sleep(RUN);
    try {
      dispatch(verb, process);
      return 0;
    } catch (CniException failed) {
      process.out().print(GoJson.marshalIndent(failed.toJson()));
      return 1;
    }
  }

  private void dispatch(String verb, Process process) throws CniException, IOException {
    if (verb.equals("VERSION")) {
      ObjectNode version = JsonNodeFactory.instance.objectNode();
      version.put("cniVersion", CniVersion.CURRENT);
      supported().forEach(version.putArray("supportedVersions")::add);
      process.out().println(GoJson.marshal(version));
      return;
    }
    requireEnvironment(verb, process.environment());
    CmdArgs args = args(process);
    if (WITH_CONTAINER.contains(verb)) {
      CallNames.require(args);
    }
    switch (verb) {
      case "ADD" -> {
        requireVersion(args);
        plugin.fields().requireTypes(args.config());
        plugin.fields().requireModelled(args.config());
        ObjectNode result = plugin.add(args).toJson(args.cniVersion());
        process.out().print(GoJson.marshalMapIndent(result));
      }
      case "DEL" -> {
        requireVersion(args);
        plugin.fields().requireTypes(args.config());
        plugin.del(args);
      }
      case "CHECK" -> {
        requireVerb("CHECK", "0.4.0", args);
        plugin.fields().requireTypes(args.config());
        plugin.check(args);
      }
      case "STATUS" -> {
        requireVerb("STATUS", "1.1.0", args);
        plugin.fields().requireTypes(args.config());
        plugin.status(args);
      }
      case "GC" -> {
        requireVerb("GC", "1.1.0", args);
        plugin.gc(args);
      }
      default ->
          throw new CniException(
              CniException.INVALID_ENVIRONMENT, "unknown CNI_COMMAND: " + verb, "");
    }
  }

  private static void requireEnvironment(String verb, Map<String, String> environment)
      throws CniException {
    List<String> missing = new ArrayList<>();
    require("CNI_CONTAINERID", WITH_CONTAINER.contains(verb), environment, missing);
    require(
        "CNI_NETNS", WITH_CONTAINER.contains(verb) && !verb.equals("DEL"), environment, missing);
    require("CNI_IFNAME", WITH_CONTAINER.contains(verb), environment, missing);
    require("CNI_PATH", VERBS.contains(verb), environment, missing);
    if (!missing.isEmpty()) {
      throw new CniException(
          CniException.INVALID_ENVIRONMENT,
          "required env variables [" + String.join(",", missing) + "] missing",
          "");
    }
  }

  private static void require(
      String name, boolean needed, Map<String, String> environment, List<String> missing) {
    if (needed && environment.getOrDefault(name, "").isEmpty()) {
      missing.add(name);
    }
  }

  private CmdArgs args(Process process) throws CniException, IOException {
    Map<String, String> environment = process.environment();
    return new CmdArgs(
        process,
        environment.getOrDefault("CNI_CONTAINERID", ""),
        environment.getOrDefault("CNI_NETNS", ""),
        environment.getOrDefault("CNI_IFNAME", ""),
        List.of(environment.getOrDefault("CNI_PATH", "").split(":", -1)),
        plugin.fields().spelled(config(process.in().readAllBytes())));
  }

  /** {@code validateConfig}: an object with a well-formed name. */
  private static ObjectNode config(byte[] stdin) throws CniException {
    JsonNode config;
    try {
      config = GoJson.parse(stdin);
      if (!config.isObject()) {
        throw new GoJsonException(
            "json: cannot unmarshal %s into Go value of type struct { Name string \"json:\\\"name\\\"\" }"
                .formatted(GoType.jsonKind(config)));
      }
    } catch (GoJsonException refused) {
      throw new CniException(
          CniException.DECODING_FAILURE,
          "error unmarshall network config: " + refused.getMessage(),
          "");
    }
    String name = config.path("name").asText("");
    if (name.isEmpty()) {
      throw new CniException(CniException.INVALID_CONFIG, "missing network name", "");
    }
    if (!VALID_NAME.matcher(name).matches()) {
      throw new CniException(
          CniException.INVALID_CONFIG, "invalid characters found in network name", name);
    }
    return (ObjectNode) config;
  }

  private List<String> supported() {
    List<String> all = CniVersion.ALL;
    return all.subList(all.indexOf(plugin.oldestVersion()), all.size());
  }

  private void requireVersion(CmdArgs args) throws CniException {
    String version = args.cniVersion().isEmpty() ? "0.1.0" : args.cniVersion();
    if (!supported().contains(version)) {
      throw new CniException(
          CniException.INCOMPATIBLE_VERSION,
          "incompatible CNI versions",
          "config is \"%s\", plugin supports [%s]"
              .formatted(
                  version,
                  supported().stream()
                      .map(each -> "\"" + each + "\"")
                      .collect(Collectors.joining(" "))));
    }
  }

  private void requireVerb(String verb, String since, CmdArgs args) throws CniException {
    String version = args.cniVersion().isEmpty() ? "0.1.0" : args.cniVersion();
    if (!CniVersion.isAtLeast(version, since)) {
      throw notAllowed("config version does not allow " + verb);
    }
    if (!CniVersion.isAtLeast(CniVersion.CURRENT, version)) {
      throw notAllowed("plugin version does not allow " + verb);
    }
    requireVersion(args);
  }

  private static CniException notAllowed(String text) {
    return new CniException(CniException.INCOMPATIBLE_VERSION, text, "");
  }
}
