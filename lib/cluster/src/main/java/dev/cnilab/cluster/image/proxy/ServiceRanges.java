package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The ranges in the objects of the kind ServiceCIDR. */
final class ServiceRanges {
  private final Map<String, JsonNode> cidrs = new HashMap<>();

  /** All of them after an event, sorted. */
  List<String> after(WatchEvent event) {
    KubeObject range = event.object();
    if (event.type() == WatchEvent.Type.DELETED) {
      cidrs.remove(range.name());
    } else {
      cidrs.put(range.name(), range.at("/spec/cidrs"));
    }
    return cidrs.values().stream()
        .flatMap(each -> StreamSupport.stream(each.spliterator(), false))
        .map(JsonNode::asText)
        .sorted()
        .distinct()
        .toList();
  }
}
