package dev.cnilab.kernel;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;

/** JJava's connection to Jupyter, with {@link PromptChannel}s for what Jupyter asks. */
final class PromptConnection extends JupyterConnection {
  private final KernelConnectionProperties jupyter;
  private final ZMQ.Context context = ZMQ.context(1);
  private final PromptChannel requests;
  private final PromptChannel orders;
  private final CountDownLatch closed = new CountDownLatch(1);

  PromptConnection(KernelConnectionProperties jupyter) throws GeneralSecurityException {
    super(jupyter);
    this.jupyter = jupyter;
    HMACGenerator signer = jupyter.createHMACGenerator();
    requests =
        new PromptChannel(context, signer, this, KernelConnectionProperties::getShellPort);
    orders = new PromptChannel(context, signer, this, KernelConnectionProperties::getControlPort);
  }

  /** The base's own two channels for requests stay unbound. */
  @Override
  public void connect() {
    List<JupyterSocket> channels = List.of(heartbeat, stdin, getIOPub(), requests, orders);
    channels.forEach(channel -> channel.bind(jupyter));
    getIOPub()
        .sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
  }

  @Override
  public void close() {
    requests.close();
    orders.close();
    context.close();
    super.close();
    closed.countDown();
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
