package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cnilab.cluster.containerd.network.NetworkInfo;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.FlagException;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code crictl} 1.37: a client of the runtime for people. */
public final class Crictl implements Program {
  private static final String VERSION = "v1.37.0";
  private static final int NO_SUCH_TOPIC = 3;
  private static final Flags GLOBAL =
      Flags.of(
          Flag.text("config", "c").refused(),
          Flag.bool("debug", "D").refused(),
          Flag.text("image-endpoint", "i"),
          Flag.text("runtime-endpoint", "r"),
          Flag.text("timeout", "t"),
          Flag.bool("version", "v"));
  private static final Flags NONE = Flags.of();
  private static final Flags INSPECT =
      Flags.of(Flag.text("output", "o"), Flag.bool("quiet", "q"), Flag.text("template").refused());

  /** Commands of crictl that are not implemented here. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "attach",
          "checkpoint",
          "completion",
          "config",
          "create",
          "events",
          "imagefsinfo",
          "metricdescs",
          "metricsp",
          "port-forward",
          "run",
          "runp",
          "runtime-config",
          "start",
          "update",
          "update-runtime-config");

  private final CriRuntime runtime;
  private final Supplier<NetworkInfo> network;

  public Crictl(CriRuntime runtime, Supplier<NetworkInfo> network) {
    this.runtime = runtime;
    this.network = network;
  }

  private List<CrictlCommand> commands(CallTimeout patience) {
    StopCommands endings = new StopCommands(runtime, patience);
    ImageList images = new ImageList(runtime);
    Statistics statistics = new Statistics(runtime);
    return List.of(
        CrictlCommand.of(
            "exec",
            "Run a command in a container",
            "ID COMMAND [ARG...]",
            ExecCommand.FLAGS,
            new ExecCommand(runtime)::run),
        CrictlCommand.of(
            "images image img", "List images", "[REPOSITORY[:TAG]]", ImageList.FLAGS, images::run),
        CrictlCommand.of("info", "Show the state of the runtime", "", INSPECT, this::info),
        CrictlCommand.of(
            "inspect",
            "Show the state of containers",
            "ID...",
            INSPECT,
            (process, given) -> inspect(process, given, id -> container(process, id))),
        CrictlCommand.of("inspecti", "Show images", "IMAGE...", ImageList.INSPECT, images::inspect),
        CrictlCommand.of(
            "inspectp",
            "Show the state of pods",
            "ID...",
            INSPECT,
            (process, given) -> inspect(process, given, this::pod)),
        CrictlCommand.of(
            "logs",
            "Print the log of a container",
            "ID",
            CrictlLogs.FLAGS,
            new CrictlLogs(runtime)::run),
        CrictlCommand.of("pods", "List pods", "", PodList.FLAGS, new PodList(runtime)::run),
        CrictlCommand.of(
            "ps", "List containers", "", ContainerList.FLAGS, new ContainerList(runtime)::run),
        CrictlCommand.of("pull", "Pull an image", "IMAGE", NONE, this::pull),
        CrictlCommand.of("rm", "Remove containers", "ID...", StopCommands.REMOVE, endings::remove),
        CrictlCommand.of("rmi", "Remove images", "IMAGE...", ImageList.REMOVE, images::remove),
        CrictlCommand.of(
            "rmp", "Remove pods", "ID...", StopCommands.REMOVE_POD, endings::removePods),
        CrictlCommand.of(
            "stats", "List what containers use", "[ID]", Statistics.FLAGS, statistics::containers),
        CrictlCommand.of(
            "statsp", "List what pods use", "[ID]", Statistics.POD_FLAGS, statistics::pods),
        CrictlCommand.of(
            "stop", "Stop running containers", "ID...", StopCommands.STOP, endings::stop),
        CrictlCommand.of("stopp", "Stop running pods", "ID...", NONE, endings::stopPods),
        CrictlCommand.of("version", "Show versions", "", NONE, this::version));
  }

  @Override
  public int run(Process process) throws IOException {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    Given global;
    CallTimeout patience;
    try {
      global = GLOBAL.parse(words);
      patience = patience(process, global);
    } catch (FlagException wrong) {
      return misused(process, wrong, help());
    }
    if (global.has("version")) {
      process.out().println("crictl version " + VERSION);
      return 0;
    }
    List<String> rest = global.operands();
    boolean helps = rest.isEmpty() || rest.getFirst().matches("h|help");
    if (Flags.askForHelp(global) || (helps && rest.size() < 2)) {
      process.out().print(help());
      return 0;
    }
    String name = helps ? rest.get(1) : rest.getFirst();
    if (ELSEWHERE.contains(name)) {
      CrictlLog.error(process, "command " + name + " is not available on this machine");
      return 1;
    }
    CrictlCommand command =
        commands(patience).stream()
            .filter(each -> each.names().contains(name))
            .findFirst()
            .orElse(null);
    if (command == null) {
      process.err().println("No help topic for '" + name + "'");
      return NO_SUCH_TOPIC;
    } else if (helps) {
      process.out().print(command.help());
      return 0;
    }
    return run(process, global, command, rest.subList(1, rest.size()));
  }

  /** From the flag, or otherwise crictl's file; what is not positive means nothing. */
  private static CallTimeout patience(Process process, Given global) throws FlagException {
    Optional<String> given = global.optional("timeout");
    if (given.isPresent()) {
      Duration time =
          GoDuration.parse(given.get())
              .orElseThrow(
                  () ->
                      new FlagException(
                          "invalid value %s for flag -timeout: parse error"
                              .formatted(GoText.quote(given.get()))));
      return time.isPositive() ? new CallTimeout(time) : CallTimeout.USUAL;
    }
    long seconds = RuntimeEndpoint.timeout(process);
    return seconds > 0 ? new CallTimeout(Duration.ofSeconds(seconds)) : CallTimeout.USUAL;
  }

  private int run(Process process, Given global, CrictlCommand command, List<String> words)
      throws IOException {
    Given given;
    try {
      given = command.flags().parse(words);
    } catch (FlagException wrong) {
      return misused(process, wrong, command.help());
    }
    try {
      boolean helps = Flags.askForHelp(given);
      if (!helps) {
        new RuntimeEndpoint(runtime, global).connect(process);
      }
      if (helps || !command.action().run(process, given)) {
        process.out().print(command.help());
      }
      return 0;
    } catch (CriException | CrictlFailure failed) {
      CrictlLog.error(process, String.valueOf(failed.getMessage()));
      return 1;
    }
  }

  private static int misused(Process process, FlagException wrong, String help) {
    process.out().print("Incorrect Usage: " + wrong.text() + "\n\n" + help);
    CrictlLog.error(process, wrong.text());
    return 1;
  }

  private String help() {
    String lines =
        commands(CallTimeout.USUAL).stream()
            .map(each -> "   %-21s %s\n".formatted(String.join(", ", each.names()), each.purpose()))
            .collect(Collectors.joining());
    return "NAME:\n   crictl - client for CRI\n\nUSAGE:\n"
        + "   crictl [global options] command [command options] [arguments...]\n\nVERSION:\n   "
        + VERSION
        + "\n\nCOMMANDS:\n"
        + lines
        + "   help, h               Shows a list of commands or help for one command\n"
        + "\nGLOBAL OPTIONS:\n"
        + GLOBAL.help();
  }

  private boolean info(Process process, Given given) {
    print(process, given, Info.of(runtime.status(), network.get()));
    return true;
  }

  private static void print(Process process, Given given, JsonNode json) {
    JsonNode shown = given.has("quiet") && json.has("status") ? terse(json) : json;
    process.out().print(OutputFormat.of(given.text("output"), OutputFormat.JSON).text(shown));
  }

  /** Without what only a verbose request to the runtime gets. */
  private static JsonNode terse(JsonNode json) {
    return JsonNodeFactory.instance.objectNode().set("status", json.get("status"));
  }

  private static boolean inspect(
      Process process, Given given, Function<String, JsonNode> inspection) {
    if (given.operands().isEmpty()) {
      CrictlLog.error(process, "No IDs provided or nothing found per filter");
      return false;
    }
    given.operands().forEach(id -> print(process, given, inspection.apply(id)));
    return true;
  }

  private JsonNode container(Process process, String id) {
    try {
      ContainerStatus status = Inspection.status(runtime, process, id);
      return Inspection.of(status);
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping("get the status of containers: get container status", failed);
    }
  }

  private JsonNode pod(String id) {
    try {
      PodSandboxStatus status = runtime.podSandboxStatus(id);
      return Inspection.of(status);
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping(
          "get the status of pod sandboxes: get pod sandbox status", failed);
    }
  }

  private boolean pull(Process process, Given given) {
    if (given.operands().isEmpty()) {
      throw new CrictlFailure("image name cannot be empty");
    } else if (given.operands().size() > 1) {
      return false;
    }
    String name = given.operands().getFirst();
    try {
      process.out().println("Image is up to date for " + runtime.images().pull(name));
      return true;
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping("pulling image", failed);
    }
  }

  private boolean version(Process process, Given given) {
    var version = runtime.version();
    process
        .out()
        .println(
            "Version:  0.1.0\nRuntimeName:  %s\nRuntimeVersion:  %s\nRuntimeApiVersion:  %s"
                .formatted(
                    version.runtimeName(), version.runtimeVersion(), version.runtimeApiVersion()));
    return given.operands().isEmpty();
  }
}
