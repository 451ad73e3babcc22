package dev.cnilab.kernel;

import java.time.Duration;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;

/**
 * A channel of requests that are answered as they arrive. JJava's own polls and then always sleeps
 * for 50 ms, which every cell of a notebook that runs from top to bottom would wait for.
 */
final class PromptChannel extends ShellChannel {
  private static final Logger LOG = Logger.getLogger(PromptChannel.class.getName());

  /** How soon it notices that it should close, in ms; it notices a request at once. */
  private static final long LOOK_UP = 50;

  /** How long an answer in progress may take when the channel closes. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

  private final JupyterConnection connection;
  private final ToIntFunction<KernelConnectionProperties> port;
  private final Thread thread = new Thread(this::serve, "requests");
  private volatile boolean closing;

  PromptChannel(
      ZMQ.Context context,
      HMACGenerator signer,
      JupyterConnection connection,
      ToIntFunction<KernelConnectionProperties> port) {
    super(context, signer, false, connection);
    this.connection = connection;
    this.port = port;
    thread.setDaemon(true);
  }

  @Override
  public void bind(KernelConnectionProperties jupyter) {
    bind(formatAddress(jupyter.getTransport(), jupyter.getIp(), port.applyAsInt(jupyter)));
    thread.start();
  }

  private void serve() {
    ZMQ.Poller requests = ctx.poller(1);
    requests.register(this, ZMQ.Poller.POLLIN);
    while (!closing) {
      if (requests.poll(LOOK_UP) > 0) {
        answer(readMessage());
      }
    }
  }

  private <T> void answer(Message<T> request) {
    ShellHandler<T> handler = connection.getHandler(request.getHeader().getType());
    if (handler == null) {
      LOG.warning(() -> "no answer to a request " + request.getHeader().getType().getName());
      return;
    }
    ShellReplyEnvironment reply = connection.prepareReplyEnv(this, request);
    try {
      handler.handle(reply, request);
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "a request " + request.getHeader().getType().getName(), failed);
    } finally {
      reply.resolveDeferrals(); // including that the kernel is idle again
    }
    if (reply.isMarkedForShutdown()) {
      connection.close();
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      if (Thread.currentThread() != thread) {
        thread.join(LAST_ANSWER);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    super.close();
  }
}
