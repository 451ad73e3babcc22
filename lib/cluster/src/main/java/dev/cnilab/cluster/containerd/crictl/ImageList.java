package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;

/** {@code crictl images}, {@code inspecti} and {@code rmi}. */
record ImageList(CriRuntime runtime) {
  static final Flags FLAGS =
      Flags.of(
          Flag.bool("digests"),
          Flag.text("filter", "f").refused(),
          Flag.bool("no-trunc"),
          Flag.text("output", "o"),
          Flag.bool("pinned").refused(),
          Flag.bool("quiet", "q"),
          Flag.bool("verbose", "v"));
  static final Flags INSPECT =
      Flags.of(
          Flag.text("filter", "f").refused(),
          Flag.text("name").refused(),
          Flag.text("output", "o"),
          Flag.bool("quiet", "q"),
          Flag.text("template").refused());
  static final Flags REMOVE = Flags.of(Flag.bool("all", "a"), Flag.bool("prune", "q").refused());

  boolean run(Process process, Given given) {
    if (given.operands().size() > 1) {
      return false;
    }
    List<Image> images =
        given.operands().isEmpty()
            ? runtime.images().list()
            : runtime.images().status(given.operands().getFirst()).stream().toList();
    OutputFormat format = OutputFormat.of(given.text("output"), OutputFormat.TABLE);
    new ListOutput<>(
            "images", ImageList::json, Image::id, ImageList::verbose, all -> table(given, all))
        .print(process, given, format, images);
    return true;
  }

  private static TextTable table(Given given, List<Image> images) {
    boolean digests = given.has("digests");
    List<String> header = new ArrayList<>(List.of("IMAGE", "TAG", "IMAGE ID", "SIZE"));
    if (digests) {
      header.add(2, "DIGEST");
    }
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (Image image : images) {
      for (String name : image.repoTags()) {
        int colon = name.lastIndexOf(':');
        List<String> row = new ArrayList<>();
        row.add(name.substring(0, colon));
        row.add(name.substring(colon + 1));
        if (digests) {
          String digest = image.repoDigests().stream().findFirst().orElse("<none>");
          row.add(hash(given, digest.replaceFirst(".*@", "")));
        }
        row.add(hash(given, image.id()));
        row.add(TextTable.size(image.size(), 3));
        table.add(row.toArray(String[]::new));
      }
    }
    return table;
  }

  private static String hash(Given given, String digest) {
    return given.has("no-trunc")
        ? digest
        : TextTable.shortened(digest.replaceFirst("^sha256:", ""));
  }

  private static String verbose(Image image) {
    StringBuilder text = new StringBuilder("ID: " + image.id());
    image.repoTags().forEach(tag -> text.append("\nRepoTags: ").append(tag));
    image.repoDigests().forEach(digest -> text.append("\nRepoDigests: ").append(digest));
    return text.append("\nSize: ").append(image.size()).append('\n').toString();
  }

  boolean inspect(Process process, Given given) {
    for (String id : given.operands()) {
      Image image =
          runtime
              .images()
              .status(id)
              .orElseThrow(
                  () -> new CrictlFailure("no such image " + GoText.quote(id) + " present"));
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("status", json(image));
      process.out().print(OutputFormat.of(given.text("output"), OutputFormat.JSON).text(json));
    }
    return !given.operands().isEmpty();
  }

  boolean remove(Process process, Given given) {
    List<String> ids =
        given.has("all")
            ? runtime.images().list().stream().map(Image::id).toList()
            : given.operands();
    for (String id : ids) {
      Image image =
          runtime.images().status(id).orElseThrow(() -> new CrictlFailure("no such image " + id));
      runtime.images().remove(id);
      image.repoTags().forEach(tag -> process.out().println("Deleted: " + tag));
    }
    return !ids.isEmpty();
  }

  private static ObjectNode json(Image image) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", image.id());
    image.repoTags().forEach(json.putArray("repoTags")::add);
    image.repoDigests().forEach(json.putArray("repoDigests")::add);
    json.put("size", String.valueOf(image.size()));
    return json;
  }
}
