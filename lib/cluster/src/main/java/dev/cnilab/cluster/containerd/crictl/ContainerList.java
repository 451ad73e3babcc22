package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code crictl ps}. */
record ContainerList(CriRuntime runtime) {
  private static final String NAMESPACE = "io.kubernetes.pod.namespace";

  static final Flags FLAGS =
      Flags.of(
          Flag.bool("all", "a"),
          Flag.text("id"),
          Flag.text("image"),
          Flag.text("label"),
          Flag.number("last", "n"),
          Flag.bool("latest", "l"),
          Flag.text("name"),
          Flag.text("namespace"),
          Flag.bool("no-trunc"),
          Flag.text("output", "o"),
          Flag.text("pod", "p"),
          Flag.bool("quiet", "q"),
          Flag.bool("resolve-image-path", "r"),
          Flag.text("state", "s"),
          Flag.bool("verbose", "v"));

  /** The containers that the flags select, the youngest first. */
  List<ContainerStatus> selected(Given given) {
    ListFilters selection = ListFilters.of(given);
    String state = given.text("state").toLowerCase(Locale.ROOT);
    if (!state.matches("|created|running|exited|unknown")) {
      throw new CrictlFailure("--state should be one of created, running, exited or unknown");
    }
    boolean any = (given.has("all") && state.isEmpty()) || selection.last() > 0;
    String wanted = state.isEmpty() ? "running" : state;
    Optional<String> image =
        given
            .optional("image")
            .map(name -> runtime.images().status(name).map(Image::id).orElse("-"));
    return selection.cut(
        runtime.listContainers().reversed().stream()
            .filter(each -> each.id().startsWith(given.text("id")))
            .filter(each -> each.podSandboxId().startsWith(given.text("pod")))
            .filter(each -> any || state(each).toLowerCase(Locale.ROOT).equals(wanted))
            .filter(each -> image.map(imageId(each)::equals).orElse(true))
            .filter(
                each ->
                    selection.matches(
                        each.metadata().name(), label(each, NAMESPACE), each.labels()))
            .toList());
  }

  boolean run(Process process, Given given) {
    if (!given.operands().isEmpty()) {
      return false;
    }
    List<ContainerStatus> containers;
    try {
      containers = selected(given);
    } catch (CriException | CrictlFailure failed) {
      throw CrictlFailure.wrapping("listing containers: list containers", failed);
    }
    OutputFormat format = OutputFormat.ofList(given, "listing containers");
    new ListOutput<ContainerStatus>(
            "containers",
            this::json,
            ContainerStatus::id,
            each -> verbose(process, each),
            all -> table(process, given, all))
        .print(process, given, format, containers);
    return true;
  }

  private TextTable table(Process process, Given given, List<ContainerStatus> containers) {
    TextTable table =
        new TextTable(
            "CONTAINER",
            "IMAGE",
            "CREATED",
            "STATE",
            "NAME",
            "ATTEMPT",
            "POD ID",
            "POD",
            "NAMESPACE");
    boolean whole = given.has("no-trunc");
    for (ContainerStatus each : containers) {
      table.add(
          whole ? each.id() : TextTable.shortened(each.id()),
          image(given, each),
          Ago.of(each.createdAt(), process.now()),
          state(each),
          each.metadata().name(),
          String.valueOf(each.metadata().attempt()),
          whole ? each.podSandboxId() : TextTable.shortened(each.podSandboxId()),
          label(each, "io.kubernetes.pod.name"),
          label(each, NAMESPACE));
    }
    return table;
  }

  private String image(Given given, ContainerStatus container) {
    String id = imageId(container);
    if (given.has("resolve-image-path")) {
      return runtime.images().status(container.image()).stream()
          .flatMap(image -> image.repoTags().stream())
          .findFirst()
          .orElse(id);
    }
    return given.has("no-trunc") ? id : TextTable.shortened(id.replaceFirst("^sha256:", ""));
  }

  /** The kubelet creates containers with the ID of their image. */
  private String imageId(ContainerStatus container) {
    return runtime.images().status(container.image()).map(Image::id).orElse(container.image());
  }

  private static String label(ContainerStatus container, String key) {
    return container.labels().getOrDefault(key, "unknown");
  }

  private static String state(ContainerStatus container) {
    return switch (container.state()) {
      case CONTAINER_CREATED -> "Created";
      case CONTAINER_RUNNING -> "Running";
      case CONTAINER_EXITED -> "Exited";
    };
  }

  private String verbose(Process process, ContainerStatus container) {
    return "ID: "
        + container.id()
        + ("\nPodID: " + container.podSandboxId())
        + ("\nNamespace: " + label(container, NAMESPACE))
        + ("\nName: " + container.metadata().name())
        + ("\nAttempt: " + container.metadata().attempt())
        + ("\nState: " + state(container))
        + ("\nImage: " + imageId(container))
        + ("\nCreated: " + Ago.of(container.createdAt(), process.now()))
        + ListOutput.arrows("Labels", container.labels())
        + ListOutput.arrows("Annotations", container.annotations())
        + "\n";
  }

  private ObjectNode json(ContainerStatus container) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", container.id());
    json.put("podSandboxId", container.podSandboxId());
    json.putObject("metadata")
        .put("name", container.metadata().name())
        .put("attempt", container.metadata().attempt());
    ObjectNode image = json.putObject("image");
    image.put("image", imageId(container)).putObject("annotations");
    image.put("userSpecifiedImage", "").put("runtimeHandler", "");
    json.put("imageRef", container.imageRef());
    json.put("state", container.state().name());
    json.put("createdAt", ListOutput.nanoseconds(container.createdAt()));
    Inspection.map(json, "labels", container.labels());
    Inspection.map(json, "annotations", container.annotations());
    json.put("imageId", imageId(container));
    return json;
  }
}
