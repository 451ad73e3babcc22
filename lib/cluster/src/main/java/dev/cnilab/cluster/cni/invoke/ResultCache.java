package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.config.NetworkConfigList;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The results of ADD in {@code /var/lib/cni/results}, one file for each attachment, for later DEL
 * and CHECK calls.
 */
final class ResultCache {
  private static final String DIRECTORY = "/var/lib/cni/results";
  private static final String KIND = "cniCacheV1";

  private final MountNamespace files;

  ResultCache(MountNamespace files) {
    this.files = files;
  }

  void add(CniResult result, NetworkConfigList list, RuntimeConf rt) throws CniException {
    ObjectNode cached = JsonNodeFactory.instance.objectNode();
    cached.put("kind", KIND);
    cached.put("containerId", rt.containerId());
    byte[] source = list.source().getBytes(StandardCharsets.UTF_8);
    cached.put("config", Base64.getEncoder().encodeToString(source));
    cached.put("ifName", rt.ifName());
    cached.put("networkName", list.name());
    cached.put("netns", rt.netns());
    ArrayNode args = cached.putArray("cniArgs");
    rt.args().forEach((key, value) -> args.addArray().add(key).add(value));
    cached.set("capabilityArgs", rt.capabilityArgs());
    cached.set("result", result.toJson(list.cniVersion()));
    String path = path(list, rt);
    try {
      files.createDirectories(DIRECTORY, 0700);
      files.write(path, GoJson.marshal(cached));
      files.setPermissions(path, 0600);
    } catch (IOException refused) {
      throw new CniException(GoText.pathError("open", path, refused));
    }
  }

  /** The cached result; empty if there is none or it cannot be read. */
  Optional<CniResult> get(NetworkConfigList list, RuntimeConf rt) {
    try {
      JsonNode cached = GoJson.parse(files.read(path(list, rt)));
      JsonNode result =
          cached.path("kind").asText("").equals(KIND) ? cached.path("result") : cached;
      String version = result.path("cniVersion").asText("");
      return Optional.of(CniResult.parse(version.isEmpty() ? "0.1.0" : version, result));
    } catch (IOException | GoJsonException | CniException unusable) {
      return Optional.empty();
    }
  }

  void remove(NetworkConfigList list, RuntimeConf rt) {
    try {
      files.unlink(path(list, rt));
    } catch (FileException nothingToRemove) {
      // libcni ignores it as well: the attachment is gone in any case.
    }
  }

  private static String path(NetworkConfigList list, RuntimeConf rt) {
    return DIRECTORY + "/" + list.name() + "-" + rt.containerId() + "-" + rt.ifName();
  }
}
