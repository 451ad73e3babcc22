package dev.cnilab.cluster.image.weave.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a peer keeps across restarts: the ring as it knew it, and the owners of its addresses. */
public record Database(MountNamespace files) {
  private static final String PATH = "/weavedb/weave-netdata.db";

  /** Loads the saved state; returns whether there was any of this peer. */
  public boolean load(RingAllocator allocator, String self) {
    try {
      JsonNode kept = GoJson.parse(files.read(PATH));
      if (!kept.path("peer").asText().equals(self)) {
        return false;
      }
      allocator.ring().merge(tokens(kept.path("ring")));
      kept.path("owned")
          .properties()
          .forEach(
              each -> allocator.owned().put(Long.valueOf(each.getKey()), each.getValue().asText()));
      return true;
    } catch (IOException | GoJsonException nothingKept) {
      return false;
    }
  }

  public void save(RingAllocator allocator, String self) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode().put("peer", self);
    write(allocator.ring(), kept);
    ObjectNode owned = kept.putObject("owned");
    allocator.owned().forEach((address, owner) -> owned.put(Long.toString(address), owner));
    try {
      files.write(PATH, GoJson.marshal(kept));
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Writes a ring's tokens to a JSON object. */
  public static void write(Ring ring, ObjectNode json) {
    for (Ring.Token token : ring.tokens()) {
      json.withArray("ring")
          .addObject()
          .put("start", token.start())
          .put("peer", token.peer())
          .put("version", token.version())
          .put("free", token.free());
    }
  }

  public static List<Ring.Token> tokens(JsonNode json) {
    List<Ring.Token> tokens = new ArrayList<>();
    for (JsonNode each : json) {
      tokens.add(
          new Ring.Token(
              each.path("start").asLong(),
              each.path("peer").asText(),
              each.path("version").asLong(),
              each.path("free").asLong()));
    }
    return tokens;
  }
}
