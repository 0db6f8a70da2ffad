package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.platform.persons.MasterKeyRotation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Before anybody is answered by a service that was given a former master key: everything is sealed under the new one. */
@Component
class KeyRotation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BEFORE_ANYTHING_IS_OPENED = 500;

    private final ObjectProvider<MasterKeyRotation> rotation;
    private volatile boolean running;

    KeyRotation(ObjectProvider<MasterKeyRotation> rotation) {
        this.rotation = rotation;
    }

    @Override
    public void start() {
        rotation.ifAvailable(former -> LOG.warn(
                "{} texts were sealed under the new master key: the former one is not needed any more",
                former.rotate()));
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_ANYTHING_IS_OPENED;
    }
}
