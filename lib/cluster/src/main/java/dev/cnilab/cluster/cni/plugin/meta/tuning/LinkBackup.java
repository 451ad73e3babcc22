package dev.cnilab.cluster.cni.plugin.meta.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some attributes of a link, which {@code tuning} saves in a file before it changes them: {@code
 * configToRestore}.
 */
record LinkBackup(ObjectNode attributes) {
  /** The current values of the attributes that are about to change. */
  static LinkBackup of(Link link, Tuning tuning) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!tuning.mac().isEmpty()) {
      json.put("mac", link.address().toString());
    }
    if (tuning.promiscuous()) {
      json.put("promisc", link.options().promiscuous());
    }
    if (tuning.mtu() != 0) {
      json.put("mtu", link.mtu());
    }
    tuning.allMulticast().ifPresent(on -> json.put("allmulti", link.options().allMulticast()));
    tuning.queueLength().ifPresent(packets -> json.put("txQLen", link.options().queueLength()));
    return new LinkBackup(json);
  }

  /** The desired values. */
  static LinkBackup wanted(Tuning tuning) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!tuning.mac().isEmpty()) {
      json.put("mac", tuning.mac());
    }
    if (tuning.promiscuous()) {
      json.put("promisc", true);
    }
    if (tuning.mtu() != 0) {
      json.put("mtu", tuning.mtu());
    }
    tuning.allMulticast().ifPresent(on -> json.put("allmulti", on));
    tuning.queueLength().ifPresent(packets -> json.put("txQLen", packets));
    return new LinkBackup(json);
  }

  private static String path(CmdArgs args, String directory) {
    return directory + "/" + args.containerId() + "_" + args.ifName() + ".json";
  }

  void write(CmdArgs args, String directory) throws CniException {
    try {
      args.process().files().createDirectories(directory, 0600);
      args.process().files().write(path(args, directory), GoJson.marshal(attributes));
    } catch (IOException refused) {
      throw new CniException(
          "failed to save file " + args.ifName() + ".json: " + refused.getMessage());
    }
  }

  /** Restores a link from its file, if there is a readable one. */
  static void restore(CmdArgs args, String directory, Link link) {
    String path = path(args, directory);
    try {
      JsonNode kept = GoJson.parse(args.process().files().read(path));
      if (kept instanceof ObjectNode attributes) {
        new LinkBackup(attributes).applyTo(link);
      }
      args.process().files().unlink(path);
    } catch (IOException | GoJsonException | CniException nothingToRestore) {
      return; // the plugin does not report it, because the container is going away anyway
    }
  }

  /** Sets these attributes on a link. */
  void applyTo(Link link) throws CniException {
    try {
      if (attributes.has("mac")) {
        link.setAddress(mac());
      }
      if (attributes.has("promisc")) {
        link.options().setPromiscuous(attributes.path("promisc").asBoolean());
      }
      if (attributes.has("mtu")) {
        link.setMtu(attributes.path("mtu").asInt());
      }
      if (attributes.has("allmulti")) {
        link.options().setAllMulticast(attributes.path("allmulti").asBoolean());
      }
      if (attributes.has("txQLen")) {
        link.options().setQueueLength(attributes.path("txQLen").asInt());
      }
    } catch (ErrnoException refused) {
      throw new CniException(GoText.errno(refused));
    }
  }

  private MacAddress mac() throws CniException {
    String text = attributes.path("mac").asText();
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new CniException(
          "invalid args %1$s for MAC addr: address %1$s: invalid MAC address".formatted(text));
    }
  }

  /** How a link differs from this, in the words of CHECK. */
  List<String> differences(Link link, boolean promiscuous) {
    List<String> found = new ArrayList<>();
    String was = "configured %s of %s is %s, current value is %s";
    if (attributes.has("mac")
        && !attributes.path("mac").asText().equals(link.address().toString())) {
      found.add(
          was.formatted("Ethernet", link.name(), attributes.path("mac").asText(), link.address()));
    }
    if (promiscuous != link.options().promiscuous()) {
      found.add(
          "link %s configured promisc is %b, current value is %d"
              .formatted(link.name(), promiscuous, link.options().promiscuous() ? 1 : 0));
    }
    if (attributes.has("mtu") && attributes.path("mtu").asInt() != link.mtu()) {
      found.add(was.formatted("MTU", link.name(), attributes.path("mtu"), link.mtu()));
    }
    if (attributes.has("allmulti")
        && attributes.path("allmulti").asBoolean() != link.options().allMulticast()) {
      found.add(
          was.formatted(
              "all-multicast mode",
              link.name(),
              attributes.path("allmulti"),
              link.options().allMulticast()));
    }
    if (attributes.has("txQLen")
        && attributes.path("txQLen").asInt() != link.options().queueLength()) {
      found.add(
          was.formatted(
              "Transmit Queue Length",
              link.name(),
              attributes.path("txQLen"),
              link.options().queueLength()));
    }
    return found;
  }
}
