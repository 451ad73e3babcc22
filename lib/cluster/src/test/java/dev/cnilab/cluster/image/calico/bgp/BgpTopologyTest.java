package dev.cnilab.cluster.image.calico.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class BgpTopologyTest {
  /** Nodes, and how often they were traversed. */
  private static final class Nodes extends AbstractCollection<KubeObject> {
    private final List<KubeObject> all = new ArrayList<>();
    private int passes;

    Nodes(int number) {
      for (int i = 1; i <= number; i++) {
        ObjectNode node = Json.object();
        ObjectNode metadata = node.putObject("metadata").put("name", "node-" + i);
        metadata.putObject("labels").put("rack", "a");
        metadata.putObject("annotations").put(BgpTopology.ADDRESS, "172.30.0." + i + "/24");
        all.add(KubeObject.of(node));
      }
    }

    @Override
    public Iterator<KubeObject> iterator() {
      passes++;
      return all.iterator();
    }

    @Override
    public int size() {
      return all.size();
    }
  }

  @Test
  void the_number_of_selector_passes_does_not_grow_with_the_nodes() {
    ObjectNode peer = Json.object();
    peer.putObject("metadata").put("name", "racks");
    peer.putObject("spec").put("nodeSelector", "rack == 'a'").put("peerSelector", "rack == 'a'");
    Nodes few = new Nodes(3);
    Nodes many = new Nodes(100);

    assertThat(new BgpTopology(few, List.of(), List.of(KubeObject.of(peer))).of("node-1"))
        .hasSize(2);
    assertThat(new BgpTopology(many, List.of(), List.of(KubeObject.of(peer))).of("node-1"))
        .hasSize(99);
    assertThat(many.passes).isEqualTo(few.passes);
  }
}
