package fr.rtes.fiches.benchmark;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.bson.RawBsonDocument;

/** The least that can answer a GET from MongoDB: Tomcat, a servlet and the driver's find by id. */
final class BareTomcat {

    private BareTomcat() {}

    /** Arguments: port, MongoDB's address with the database, collection. */
    static void main(String[] arguments) throws LifecycleException {
        var uri = new ConnectionString(arguments[1]);
        var documents = MongoClients.create(uri)
                .getDatabase(Objects.requireNonNull(uri.getDatabase()))
                .getCollection(arguments[2], RawBsonDocument.class);
        var connector = new Connector();
        connector.setPort(Integer.parseInt(arguments[0]));
        connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "find", new Find(documents)).addMapping("/*");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static final class Find extends HttpServlet {

        private final transient MongoCollection<RawBsonDocument> documents;

        Find(MongoCollection<RawBsonDocument> documents) {
            this.documents = documents;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var path = request.getPathInfo();
            var found = documents
                    .find(Filters.eq("_id", path.substring(path.lastIndexOf('/') + 1)))
                    .first();
            if (found == null) {
                response.sendError(404);
                return;
            }
            var json = found.toJson().getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/json");
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
        }
    }
}
