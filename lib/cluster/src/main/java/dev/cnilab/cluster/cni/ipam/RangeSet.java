package dev.cnilab.cluster.cni.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ranges of which a container gets one address. */
record RangeSet(List<IpamRange> ranges) {

  static RangeSet parse(JsonNode json) throws CniException {
    List<IpamRange> ranges = new ArrayList<>();
    for (JsonNode each : json) {
      ranges.add(IpamRange.parse(each));
    }
    if (ranges.isEmpty()) {
      throw new CniException("empty range set");
    }
    for (int i = 0; i < ranges.size(); i++) {
      for (IpamRange other : ranges.subList(i + 1, ranges.size())) {
        if (ranges.get(i).overlaps(other)) {
          throw new CniException("subnets %s and %s overlap".formatted(ranges.get(i), other));
        }
      }
    }
    return new RangeSet(List.copyOf(ranges));
  }

  Optional<IpamRange> rangeOf(Ipv4Address address) {
    return ranges.stream().filter(range -> range.contains(address)).findFirst();
  }

  boolean overlaps(RangeSet other) {
    return ranges.stream().anyMatch(range -> other.ranges.stream().anyMatch(range::overlaps));
  }

  @Override
  public String toString() {
    return ranges.stream().map(IpamRange::toString).collect(Collectors.joining(","));
  }
}
