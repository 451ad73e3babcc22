package dev.cnilab.netsim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class VxlanFdbTest {
  private static final MacAddress POD = MacAddress.parse("02:00:00:00:00:01");
  private static final Ipv4Address ONE = Ipv4Address.parse("172.30.0.11");
  private static final Ipv4Address OTHER = Ipv4Address.parse("172.30.0.12");

  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final VxlanFdb fdb = new VxlanFdb(loop, TableMemory.ofMachine(), Duration.ofMinutes(5));

  @Test
  void add_rejects_an_existing_address_and_replace_overwrites_it() {
    fdb.replace(POD, ONE);

    assertThatThrownBy(() -> fdb.add(new VxlanFdb.Remote(POD, OTHER, null)))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("File exists");
    fdb.replace(POD, OTHER);

    assertThat(fdb.list()).extracting(VxlanFdb.Remote::vtep).containsExactly(OTHER);
  }

  @Test
  void append_adds_remotes_to_the_zero_mac_only() {
    for (Ipv4Address vtep : new Ipv4Address[] {ONE, OTHER}) {
      fdb.append(MacAddress.ZERO, vtep);
      fdb.append(POD, vtep);
    }

    assertThat(fdb.remotes(MacAddress.ZERO))
        .extracting(VxlanFdb.Remote::vtep)
        .containsExactly(ONE, OTHER);
    assertThat(fdb.remotes(POD)).extracting(VxlanFdb.Remote::vtep).containsExactly(ONE);
  }

  @Test
  void a_learned_address_follows_a_move_and_expires() {
    assertThat(fdb.learns(POD, ONE)).isTrue();
    assertThat(fdb.learns(POD, OTHER)).isTrue();
    assertThat(fdb.remotes(POD)).extracting(VxlanFdb.Remote::vtep).containsExactly(OTHER);

    loop.advance(Duration.ofMinutes(6));

    assertThat(fdb.remotes(POD)).isEmpty();
  }

  @Test
  void an_entry_set_by_hand_is_not_relearned() {
    fdb.replace(POD, ONE);

    assertThat(fdb.learns(POD, OTHER)).isFalse();
    assertThat(fdb.remotes(POD)).extracting(VxlanFdb.Remote::vtep).containsExactly(ONE);
  }
}
