package dev.hearth.protocol.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives every call but a watch a deadline, so that none can hang or be carried out long after; the
 * answers of all are told on the thread that read them, which is not to be blocked.
 */
record Deadlines(Duration deadline) implements ClientInterceptor {
  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    boolean isWatch = "etcdserverpb.Watch".equals(method.getServiceName());
    CallOptions told = options.withExecutor(Runnable::run);
    return next.newCall(
        method,
        isWatch ? told : told.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
  }
}
