package dev.cnilab.kernel;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;

/**
 * JJava's connection to Jupyter, with {@link PromptChannel}s for Jupyter's requests and a {@link
 * PromptPublisher} for outputs.
 */
final class PromptConnection extends JupyterConnection {
  private final KernelConnectionProperties jupyter;
  private final ZMQ.Context context = ZMQ.context(1);
  private final PromptChannel requests;
  private final PromptChannel orders;
  private final PromptPublisher outputs;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean closing;

  PromptConnection(KernelConnectionProperties jupyter) throws GeneralSecurityException {
    super(jupyter);
    this.jupyter = jupyter;
    context.setNotificationExceptionHandler((thread, failure) -> reportOpen(failure));
    HMACGenerator signer = jupyter.createHMACGenerator();
    requests =
        new PromptChannel(context, signer, this, KernelConnectionProperties::getShellPort);
    orders = new PromptChannel(context, signer, this, KernelConnectionProperties::getControlPort);
    outputs = new PromptPublisher(context, signer);
  }

  /** The base's own channels for requests and outputs stay unbound. */
  @Override
  public void connect() {
    List<JupyterSocket> channels = List.of(heartbeat, stdin, outputs, requests, orders);
    channels.forEach(channel -> channel.bind(jupyter));
    outputs.sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
  }

  @Override
  public IOPubChannel getIOPub() {
    return outputs;
  }

  @Override
  public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext request) {
    return new ShellReplyEnvironment(channel, stdin, outputs, request) {};
  }

  /** Sends what is left. The base's channels end with the process, which ends next. */
  @Override
  public void close() {
    closing = true;
    requests.close();
    orders.close();
    outputs.close();
    context.close();
    closed.countDown();
  }

  /** JeroMQ's threads may find a pipe closed while they end; that is normal. */
  private void reportOpen(Throwable failure) {
    if (!closing) {
      failure.printStackTrace();
    }
  }

  @Override
  public void waitUntilClose() {
    try {
      closed.await();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
