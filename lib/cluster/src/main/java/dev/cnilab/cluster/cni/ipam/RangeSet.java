package dev.cnilab.cluster.cni.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ranges of which a container gets one address. */
record RangeSet(List<Range> ranges) {

  static RangeSet parse(JsonNode json) throws CniException {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode each : json) {
      ranges.add(Range.parse(each));
    }
    if (ranges.isEmpty()) {
      throw new CniException("empty range set");
    }
    for (int i = 0; i < ranges.size(); i++) {
      for (Range other : ranges.subList(i + 1, ranges.size())) {
        if (ranges.get(i).overlaps(other)) {
          throw new CniException("subnets %s and %s overlap".formatted(ranges.get(i), other));
        }
      }
    }
    return new RangeSet(List.copyOf(ranges));
  }

  Optional<Range> rangeOf(Ipv4Address address) {
    return ranges.stream().filter(range -> range.contains(address)).findFirst();
  }

  boolean overlaps(RangeSet other) {
    return ranges.stream().anyMatch(range -> other.ranges.stream().anyMatch(range::overlaps));
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }
}
