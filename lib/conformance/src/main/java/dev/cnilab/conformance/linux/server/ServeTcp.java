package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code serve-tcp PORT [--bind ADDR] [--banner TEXT]}: sends the banner, and closes when the
 * client does.
 */
final class ServeTcp extends TcpServer {
  private static final Duration FOREVER = Duration.ofDays(1);

  @Override
  Consumer<TcpConnection> talk(ServerWords words, EventLoop loop) {
    Optional<String> banner = words.option("--banner");
    return client -> {
      banner.ifPresent(
          text -> {
            client.write(Bytes.of(text + "\n"), FOREVER);
            client.finish();
          });
      while (client.read(4096, FOREVER).filter(data -> data.length() > 0).isPresent()) {
        // The client's data does not matter, only that it is still there.
      }
    };
  }
}
