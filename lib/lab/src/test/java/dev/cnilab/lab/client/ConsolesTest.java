package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ConsolesTest {

  private static final byte STDOUT = 1;
  private static final byte STATUS = 3;
  private static final byte[] SUCCESS = "{\"status\": \"Success\"}".getBytes(UTF_8);

  /** A socket that is asked for the next message, and nothing else. */
  private static final WebSocket SOCKET =
      (WebSocket)
          Proxy.newProxyInstance(
              ConsolesTest.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (socket, method, arguments) -> null);

  private static CommandSocket ended(int printed) {
    CommandSocket running = new CommandSocket();
    running.onMessage(SOCKET, message(STDOUT, new byte[printed]));
    running.onMessage(SOCKET, message(STATUS, SUCCESS));
    return running;
  }

  private static ByteBuffer message(byte channel, byte[] content) {
    return ByteBuffer.allocate(1 + content.length).put(channel).put(content).flip();
  }

  @Test
  void a_command_with_more_output_than_the_limit_fails() {
    CommandSocket running = ended(Printing.MOST + 1);
    assertThatThrownBy(() -> Consoles.status(running, soFar -> {}))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessage("it printed more than 8 MiB");
  }

  @Test
  void a_command_may_print_as_much_as_the_limit() throws ExecutionException, InterruptedException {
    CommandSocket running = ended(Printing.MOST);
    assertThat(Consoles.status(running, soFar -> {})).isZero();
    assertThat(running.output().out().text()).hasSize(Printing.MOST);
  }
}
